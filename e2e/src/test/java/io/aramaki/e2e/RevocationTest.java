package io.aramaki.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.agent.metric.SeriesKey;
import io.aramaki.bench.load.LoadAgent;
import io.aramaki.bench.load.LoadAgents;
import io.aramaki.bench.load.LoadIdentity;
import io.aramaki.bench.load.LoadSettings;
import io.aramaki.bench.load.SeriesSamples;
import io.aramaki.cli.api.Api;
import io.aramaki.e2e.instance.Eventually;
import io.aramaki.kit.app.Environment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tokens that were used and agents that were cut off, over the real doors.
@Tag("e2e")
@Tag("redmine")
@Order(50)
@ExtendWith(World.Resolver.class)
final class RevocationTest {
  private static final Duration QUIET = Duration.ofSeconds(8);

  /// docs/operations.md promises it.
  private static final Duration CUT_OFF = Duration.ofSeconds(5);

  private final World world;
  private final Environment environment = Environment.system();

  RevocationTest(World world) {
    this.world = world;
  }

  private String token(String id) throws IOException {
    var create = Api.object().put("system_id", id);
    create.putObject("system").put("display_name", id);
    world.instance.api().post("/v1/orgs/-/systems", create);
    return world
        .instance
        .api()
        .post(
            "/v1/orgs/-/enrolmentTokens",
            Api.object().put("agent_id", id).put("system", "orgs/-/systems/" + id))
        .path("token")
        .asText();
  }

  private LoadIdentity enrol(String token, String directory) throws Exception {
    return LoadIdentity.enrol(
        token, world.instance.home().resolve("e2e-load").resolve(directory), environment);
  }

  private static void send(LoadAgent agent) throws InterruptedException {
    var series = new SeriesKey(agent.identity().system(), "e2e_revocation", Map.of("n", "0"), "");
    var _ = agent.offer(List.of(SeriesSamples.of(series, System.currentTimeMillis(), 1)));
  }

  @Test
  void token_usedTwice_isRefusedTheSecondTime() throws Exception {
    var token = token("e2e-reuse");
    var _ = enrol(token, "reuse-1");

    assertThatThrownBy(() -> enrol(token, "reuse-2"))
        .hasMessageContaining(
            "the enrolment token is not accepted; ask an administrator for a new one");
  }

  @Test
  void agent_revokedWithAnOpenStream_isCutOffAndStaysOut() throws Exception {
    // Given
    var identity = enrol(token("e2e-revoked"), "revoked");
    try (var agents = new LoadAgents(environment)) {
      var agent = agents.start(identity, LoadSettings.DEFAULT);
      send(agent);
      assertThat(agent.awaitAllAcknowledged(World.SOON)).isTrue();
      assertThat(agent.figures().open()).isTrue();

      // When
      world
          .instance
          .api()
          .post("/v1/orgs/-/agents/e2e-revoked:revoke", Api.object().put("reason", "sold"));
      long begin = System.nanoTime();
      Eventually.holds("its stream ends", CUT_OFF, () -> !agent.figures().open());
      System.out.printf(
          "the stream of a revoked agent ended after %d ms%n",
          (System.nanoTime() - begin) / 1_000_000);

      // Then it never gets anything acknowledged again, and what it had stays readable
      long acknowledged = agent.ledger().totals().acknowledgedSamples();
      send(agent);
      assertThat(agent.awaitAllAcknowledged(QUIET)).isFalse();
      assertThat(agent.figures().open()).isFalse();
      assertThat(agent.ledger().totals().acknowledgedSamples()).isEqualTo(acknowledged);
      var now = Instant.now();
      var read =
          world
              .instance
              .api()
              .get(
                  "/v1/%s/samples".formatted(identity.system()),
                  Map.of(
                      "metric",
                      "e2e_revocation",
                      "start_time",
                      now.minusSeconds(600).toString(),
                      "end_time",
                      now.plusSeconds(1).toString()));
      assertThat(read.path("series").path(0).path("values")).hasSize(1);
    }
  }
}
