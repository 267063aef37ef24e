package io.aramaki.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aramaki.gateway.domain.session.RelayProgress;
import io.aramaki.gateway.domain.session.Revocations;
import io.aramaki.gateway.domain.session.ShardOwners;
import io.aramaki.gateway.grpc.session.RefusalDetails;
import io.aramaki.gateway.testing.TestOrg;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.testing.MutableClock;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agents' door has room for so many connections, and says no to the next one.
final class ConnectionLimitTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LOOK_MS = 500;

  /// How an HTTP/2 connection begins: the client's preface and empty settings (RFC 9113, 3.4). The
  /// door counts a connection from here on; before, it has the time of a handshake.
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path directory;

  @Test
  void connection_overTheLimit_isClosedUntilAnotherHasGone() throws Exception {
    // Given a door for two, and two
    var clock = MutableClock.started();
    var org = new TestOrg(directory, clock);
    var services =
        new EdgeServices(
            ShardOwners::none,
            Revocations::unknown,
            Optional::empty,
            RefusalDetails::encode,
            new RelayProgress(),
            clock,
            clock.nanoTime());
    var options = new AgentDoorOptions("127.0.0.1", 0, org.service("gateway"), 2, 2);
    var stranger = TlsContexts.anonymous(List.of(org.authority()), clock);
    try (var door = AgentDoor.start(options, services, OpenTelemetry.noop());
        SSLSocket second = connect(door, stranger)) {
      SSLSocket first = connect(door, stranger);
      assertThat(isServed(first)).isTrue();
      assertThat(isServed(second)).isTrue();

      // When, then
      try (SSLSocket third = connect(door, stranger)) {
        await().atMost(PATIENCE).until(() -> isClosed(third));
      }

      // And when one has gone
      first.close();
      await()
          .atMost(PATIENCE)
          .until(() -> {
            try (SSLSocket fourth = connect(door, stranger)) {
              return isServed(fourth) && !isClosed(fourth);
            }
          });
    }
  }

  private static SSLSocket connect(AgentDoor door, TlsContexts stranger) throws IOException {
    int port = Integer.parseInt(door.address().substring(door.address().lastIndexOf(':') + 1));
    var socket =
        (SSLSocket) stranger.sslContext().getSocketFactory().createSocket("127.0.0.1", port);
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.startHandshake();
    socket.getOutputStream().write(PREFACE);
    return socket;
  }

  /// The server's first frame comes.
  private static boolean isServed(SSLSocket socket) {
    try {
      return socket.getInputStream().read() >= 0;
    } catch (IOException _) {
      return false;
    }
  }

  /// Reads to the end; a connection that is kept has none.
  private static boolean isClosed(SSLSocket socket) {
    try {
      socket.setSoTimeout(LOOK_MS);
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }
}
