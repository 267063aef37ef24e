package io.aramaki.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.cli.api.Api;
import io.aramaki.e2e.instance.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What somebody sees who typed the first three commands.
@Tag("e2e")
@Tag("redmine")
@Order(10)
@ExtendWith(World.Resolver.class)
final class FirstLookTest {
  /// The first checks run every 10 s.
  private static final Duration FRESH = Duration.ofSeconds(30);

  private final World world;

  FirstLookTest(World world) {
    this.world = world;
  }

  @Test
  void status_afterUp_isZeroAndShowsProgressOfEachPart() throws IOException {
    var status =
        Eventually.get("status 0", World.SOON, world.instance::status, ran -> ran.status() == 0);

    assertThat(status.out()).contains(io.aramaki.e2e.instance.Instance.PARTS);
    assertThat(status.out())
        .as("last durable acknowledgement, oldest unacknowledged, spool depth")
        .contains("last_ack=2", "oldest_unacknowledged=", "spool_records=");
  }

  @Test
  void checkLs_json_showsFreshResultsOfRealChecks() throws IOException {
    var fresh =
        Eventually.get(
            "three fresh checks",
            World.SOON,
            () -> {
              var names = new ArrayList<String>();
              for (var row :
                  Api.JSON.readTree(world.instance.cli("check", "ls", "-o", "json").out())) {
                var observed = row.path("observe_time").asText("");
                if (!row.path("check").asText().endsWith("keepalive")
                    && row.path("system").asText().endsWith(world.host)
                    && !row.path("state").asText().isEmpty()
                    && !observed.isEmpty()
                    && Instant.parse(observed).isAfter(Instant.now().minus(FRESH))) {
                  names.add(row.path("check").asText());
                }
              }
              return names;
            },
            names -> names.size() >= 3);
    System.out.println("fresh: " + fresh);
  }

  @Test
  void up_whileItRuns_saysSoAndChangesNothing() throws IOException {
    long before = world.instance.pid("monitoring");

    var up = world.instance.up("--split");

    assertThat(up.status()).as("%s", up).isZero();
    assertThat(up.out()).contains("running already");
    assertThat(world.instance.pid("monitoring")).isEqualTo(before);
  }

  @Test
  void cli_unknownSystem_saysWhatIsWrongAndWhatToDo() throws IOException {
    var ran = world.instance.cli("timeline", "no-such-system");

    assertThat(ran.status()).isNotZero();
    assertThat(ran.err()).contains("no-such-system");
  }
}
