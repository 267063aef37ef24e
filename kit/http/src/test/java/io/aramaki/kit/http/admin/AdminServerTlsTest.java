package io.aramaki.kit.http.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.kit.telemetry.Metrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The admin server outside of loopback: mutual TLS under the organisation's authority.
@Timeout(60)
final class AdminServerTlsTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir Path directory;
  private final Org own = new Org();
  private @SuppressWarnings("NullAway.Init") AdminServer server;

  @BeforeEach
  void start() {
    SSLContext tls = TlsContexts.mutual(identity(own, "monitoring")).sslContext();
    server =
        AdminServer.start(
            new HttpConfig("0.0.0.0", 0),
            Optional.of(tls),
            Instance.started("monitoring", "m1", CLOCK),
            new Health(),
            new Metrics());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void client_withoutCertificate_isRefused() {
    SSLContext anonymous =
        TlsContexts.anonymous(List.of(own.authority.certificate()), CLOCK).sslContext();

    assertThatThrownBy(() -> get(anonymous)).isInstanceOf(IOException.class);
  }

  @Test
  void client_ofAnotherOrganisation_isRefused() {
    SSLContext foreign = TlsContexts.mutual(identity(new Org(), "operator")).sslContext();

    assertThatThrownBy(() -> get(foreign)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "operator"})
  void client_ofTheOrganisation_isAnswered(String name) throws Exception {
    SSLContext member = TlsContexts.mutual(identity(own, name)).sslContext();

    assertThat(get(member).statusCode()).isEqualTo(200);
  }

  @Test
  void client_withoutTls_isNotAnswered() {
    assertThatThrownBy(() -> get(SSLContext.getDefault(), "http")).isInstanceOf(IOException.class);
  }

  private HttpResponse<String> get(SSLContext tls) throws IOException, InterruptedException {
    return get(tls, "https");
  }

  private HttpResponse<String> get(SSLContext tls, String scheme)
      throws IOException, InterruptedException {
    var uri = URI.create(scheme + "://127.0.0.1:" + server.port() + "/health/live");
    try (var client = HttpClient.newBuilder().sslContext(tls).build()) {
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private TlsIdentity identity(Org of, String service) {
    return TlsIdentity.create(
        directory.resolve(of.id.value()).resolve(service),
        of.authority.issueOwn(
            Identity.service(of.id, service, "a1"),
            new ExtraNames(List.of("127.0.0.1")),
            Duration.ofDays(1)),
        CLOCK);
  }

  private static final class Org {
    final OrgId id = OrgId.of(SigningKey.generate(RANDOM).publicKey());
    final CertificateAuthority authority = CertificateAuthority.create(id, RANDOM, CLOCK);
  }
}
