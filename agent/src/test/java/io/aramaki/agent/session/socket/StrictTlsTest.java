package io.aramaki.agent.session.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrictTlsTest {
  private static final String GATEWAY = "gateway.aramaki.internal";

  @TempDir private Path directory;
  private final SecureRandom random = new SecureRandom();
  private final Clock clock = Clock.systemUTC();
  private final OrgId org = OrgId.of(SigningKey.generate(random).publicKey());
  private final CertificateAuthority authority = CertificateAuthority.create(org, random, clock);
  private final ExecutorService servers = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void endServers() {
    servers.shutdownNow();
  }

  @Test
  void gateway_isWhoItShouldBe_speaksTheOneProtocol() throws IOException {
    try (SSLServerSocket server = server("gateway");
        SSLSocket socket = connect(server)) {
      // When
      socket.startHandshake();

      // Then
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
      assertThat(socket.getEnabledProtocols()).containsExactly("TLSv1.3");
    }
  }

  @Test
  void gateway_isAnotherService_handshakeFails() throws IOException {
    try (SSLServerSocket server = server("monitoring");
        SSLSocket socket = connect(server)) {
      assertThatExceptionOfType(SSLException.class)
          .isThrownBy(socket::startHandshake)
          .withMessageContaining("No subject alternative DNS name matching " + GATEWAY);
    }
  }

  @Test
  void gateway_hasAnOlderProtocolOnly_handshakeFails() throws IOException {
    try (SSLServerSocket server = server("gateway", "TLSv1.2");
        SSLSocket socket = connect(server)) {
      assertThatExceptionOfType(SSLException.class).isThrownBy(socket::startHandshake);
    }
  }

  /// Each answers one handshake.
  ///
  /// @param protocols all that it speaks; none for what is usual
  private SSLServerSocket server(String service, String... protocols) throws IOException {
    var identity =
        TlsIdentity.create(
            directory,
            authority.issueOwn(
                Identity.service(org, service, "s1"), ExtraNames.NONE, Duration.ofDays(1)),
            clock);
    var server =
        (SSLServerSocket)
            TlsContexts.mutual(identity)
                .sslContext()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    if (protocols.length > 0) {
      // Before it accepts: that takes a copy.
      server.setEnabledProtocols(protocols);
    }
    var _ =
        servers.submit(() -> {
          try (var accepted = (SSLSocket) server.accept()) {
            accepted.startHandshake();
            return accepted.getInputStream().read();
          }
        });
    return server;
  }

  private SSLSocket connect(SSLServerSocket server) throws IOException {
    var tls = new StrictTls(TlsContexts.pinned(org, Sha256.of(authority.certificate()), clock));
    var plain = new Socket(server.getInetAddress(), server.getLocalPort());
    return (SSLSocket) tls.createSocket(plain, GATEWAY, server.getLocalPort(), true);
  }
}
