package io.aramaki.gateway.web.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aramaki.gateway.testing.GatewayFixture;
import io.aramaki.gateway.web.door.BodyBudget.Claim;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.testing.MutableClock;
import io.aramaki.type.v1.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The memory of bodies: what liars can take of it, and what is left for others.
final class BodyBudgetTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String SYSTEMS = "/v1/orgs/-/systems";
  private static final int ADDRESS_BODIES =
      BodyBudget.SHOWN_BYTES_MAX / BodyBudget.ADDRESS_PART / BodyBudget.BYTES_MAX;

  @TempDir private Path directory;

  @Test
  void oneAddress_takingAllItCan_leavesTheRestToOthers() {
    var budget = new BodyBudget();
    var liar = new Claim(true, "192.0.2.1", BodyBudget.BYTES_MAX);

    long taken = IntStream.range(0, 1000).filter(_ -> budget.take(liar).isPresent()).count();

    assertThat(taken).isEqualTo(ADDRESS_BODIES);
    assertThat(budget.take(new Claim(true, "192.0.2.2", BodyBudget.BYTES_MAX))).isPresent();
  }

  @Test
  void manyAddresses_showingCredentials_leaveThePoolOfStrangers() {
    var budget = new BodyBudget();
    long taken =
        IntStream.range(0, 1000)
            .filter(
                i -> budget.take(new Claim(true, "192.0.2." + i, BodyBudget.BYTES_MAX)).isPresent())
            .count();

    assertThat(taken).isEqualTo(BodyBudget.SHOWN_BYTES_MAX / BodyBudget.BYTES_MAX);
    assertThat(budget.take(new Claim(false, "192.0.2.1", BodyBudget.STRANGER_BYTES_MAX)))
        .isPresent();
  }

  @Test
  void share_afterItsBodyWasRead_holdsNoMoreThanTheBody() {
    var budget = new BodyBudget();
    var claim = new Claim(true, "192.0.2.1", BodyBudget.BYTES_MAX);
    List<BodyBudget.Share> shares =
        IntStream.range(0, ADDRESS_BODIES).mapToObj(_ -> budget.take(claim).orElseThrow()).toList();

    shares.forEach(share -> share.shrink(10));

    assertThat(budget.take(new Claim(true, "192.0.2.1", BodyBudget.BYTES_MAX))).isPresent();
    assertThat(shares).allMatch(share -> share.bytes() == 10);
  }

  @Test
  void share_givenBackTwice_isThereOnce() {
    var budget = new BodyBudget();
    var claim = new Claim(true, "192.0.2.1", BodyBudget.BYTES_MAX);
    var share = budget.take(claim).orElseThrow();

    share.giveBack();
    share.giveBack();

    long taken = IntStream.range(0, 1000).filter(_ -> budget.take(claim).isPresent()).count();
    assertThat(taken).isEqualTo(ADDRESS_BODIES);
  }

  /// The liars come from the same address as everybody else here.
  @Test
  void liars_withOpenBodies_stopNoLoginAndAreForgottenWhenTheyGo() throws Exception {
    var clock = MutableClock.started();
    try (var gateway = new GatewayFixture(directory, clock.environment(1))) {
      gateway.people().password("bob", "correct horse").grant("bob", Role.VIEWER);
      List<SSLSocket> liars = new ArrayList<>();
      for (int i = 0; i < ADDRESS_BODIES; i++) {
        liars.add(lie(gateway, clock));
      }

      await().atMost(PATIENCE).until(() -> create(gateway).statusCode() == 503);
      HttpResponse<String> refused = create(gateway);
      HttpResponse<String> login = login(gateway);
      for (SSLSocket liar : liars) {
        liar.close();
      }

      assertThat(refused.body()).contains("GATEWAY_BUSY");
      assertThat(login.statusCode()).as(login.body()).isEqualTo(200);
      await().atMost(PATIENCE).until(() -> create(gateway).statusCode() == 200);
    }
  }

  @Test
  void shortBodies_ofManyAtOnce_takeOnlyWhatTheyAnnounce() throws Exception {
    var clock = MutableClock.started();
    try (var gateway = new GatewayFixture(directory, clock.environment(1))) {
      List<SSLSocket> slow = new ArrayList<>();
      for (int i = 0; i < 2 * ADDRESS_BODIES; i++) {
        slow.add(open(gateway, clock, "Content-Length: 100"));
      }

      assertThat(create(gateway).statusCode()).isEqualTo(200);
      for (SSLSocket each : slow) {
        each.close();
      }
    }
  }

  private static SSLSocket lie(GatewayFixture gateway, MutableClock clock) throws IOException {
    return open(gateway, clock, "Transfer-Encoding: chunked");
  }

  /// Begins a request and sends nothing of its body.
  private static SSLSocket open(GatewayFixture gateway, MutableClock clock, String header)
      throws IOException {
    var ours = TlsContexts.anonymous(List.of(gateway.org().authority()), clock);
    var door = URI.create(gateway.url());
    var socket =
        (SSLSocket)
            ours.sslContext().getSocketFactory().createSocket(door.getHost(), door.getPort());
    String head =
        "POST " + SYSTEMS + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer made-up\r\n";
    socket
        .getOutputStream()
        .write((head + header + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static HttpResponse<String> create(GatewayFixture gateway) throws Exception {
    return gateway.send(
        gateway
            .asAlice(SYSTEMS)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"system_id\":\"web\"}")));
  }

  /// With the cookie of a session that has ended, as browsers do.
  private static HttpResponse<String> login(GatewayFixture gateway) throws Exception {
    return gateway.send(
        gateway
            .request("/login")
            .header("Cookie", "__Host-aramaki=ended")
            .header("Origin", gateway.url())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"user\":\"bob\",\"password\":\"correct horse\"}")));
  }
}
