package io.aramaki.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.e2e.instance.Eventually;
import io.aramaki.monitoring.domain.promql.peer.Answer;
import io.aramaki.monitoring.domain.promql.peer.DataSet;
import io.aramaki.monitoring.domain.promql.peer.PromDoor;
import io.aramaki.monitoring.domain.promql.peer.PrometheusServer;
import io.aramaki.monitoring.domain.promql.peer.Question;
import io.aramaki.monitoring.domain.promql.peer.Questions;
import io.aramaki.monitoring.domain.promql.peer.Tally;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A real Prometheus and our gateway are sent the same by remote_write and asked the same by the
/// HTTP API: each answer equal to 1e-9, and so its labels and the type of its error.
@Tag("e2e")
@Tag("redmine")
@Tag("prometheus")
@Order(70)
@ExtendWith(World.Resolver.class)
final class QueriesTest {
  private static final int GENERATED = 2_000;
  private static final int ASKED_AGAIN_MOST = 10;
  private static final long SEED = Long.getLong("aramaki.test.seed", 20_261_122L);
  private static final String SYSTEM = "e2e-queries";

  /// The data lies so long before now, in whole hours: no sample is too old to be taken, none is in
  /// the future.
  private static final Duration AGO = Duration.ofHours(5);

  private static final long HOUR_MS = Duration.ofHours(1).toMillis();

  private final World world;

  QueriesTest(World world) {
    this.world = world;
  }

  @Test
  void queries_throughTheDoors_areAnsweredLikePrometheus(@TempDir Path directory) throws Exception {
    // Given
    var token = world.writer(SYSTEM);
    long now = System.currentTimeMillis();
    long shift = (now - DataSet.START) / HOUR_MS * HOUR_MS - AGO.toMillis();
    // Our series have the label system, so its have it, too.
    var data =
        DataSet.series().stream()
            .map(series -> series.shifted(shift).with("system", SYSTEM))
            .toList();
    var slices = DataSet.slices().stream().map(end -> end + shift).toList();
    var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(world.trust())
            .build();
    var url = world.instance.connection().url();
    String write = "/api/v1/write?system=" + SYSTEM;
    var writer = new PromDoor(client, url, write, bearer(token));
    var ours = new PromDoor(client, url, write, bearer(world.instance.connection().token()));
    try (var prometheus = PrometheusServer.start(directory)) {
      prometheus.door().write(data, slices);
      writer.write(DataSet.series().stream().map(s -> s.shifted(shift)).toList(), slices);
      var first = Question.at("count({job=~\".+\"})", DataSet.START + HOUR_MS).shifted(shift);
      Eventually.holds(
          "the data", World.SOON, () -> ours.ask(first).equals(prometheus.door().ask(first)));

      // When
      compare("listed", Questions.ofList(), shift, prometheus.door()::ask, ours::ask);
      var generated = Questions.generated(SEED, GENERATED);
      compare("generated from seed " + SEED, generated, shift, prometheus.door()::ask, ours::ask);
    }
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  private static void compare(
      String what,
      List<Question> questions,
      long shift,
      Function<Question, Answer> theirs,
      Function<Question, Answer> ours) {
    var tally = new Tally();
    for (var original : questions) {
      var question = original.shifted(shift);
      tally.count(
          question,
          theirs.apply(question),
          ours.apply(question),
          () -> Stream.generate(() -> theirs.apply(question)).limit(ASKED_AGAIN_MOST));
    }
    // Then
    System.out.println(what + ", through the doors: " + tally);
    assertThat(tally.differences()).isEmpty();
  }
}
