package io.aramaki.monitoring.domain.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.monitoring.domain.promql.peer.DataSet;
import io.aramaki.monitoring.domain.promql.peer.PrometheusServer;
import io.aramaki.monitoring.domain.promql.peer.Question;
import io.aramaki.monitoring.domain.promql.peer.Questions;
import io.aramaki.monitoring.domain.promql.peer.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our engine and a real Prometheus of the same data: each answer equal to 1e-9, and so its labels
/// and the type of its error.
@Tag("prometheus")
final class PrometheusTest {
  private static final int GENERATED = 2_000;
  private static final int ASKED_AGAIN_MOST = 10;
  private static final long SEED = Long.getLong("aramaki.test.seed", 20_261_122L);

  @TempDir static @Nullable Path directory;
  private static @Nullable PrometheusServer prometheus;
  private static @Nullable EngineAnswers engine;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    var data = DataSet.series();
    engine = new EngineAnswers(data);
    prometheus = PrometheusServer.start(Objects.requireNonNull(directory));
    prometheus.door().write(data, DataSet.slices());
  }

  @AfterAll
  static void stop() {
    if (prometheus != null) {
      prometheus.close();
    }
  }

  @Test
  void listedQueries_areAnsweredLikePrometheus() {
    compare("listed", Questions.ofList());
  }

  @Test
  void generatedQueries_areAnsweredLikePrometheus() {
    compare("generated from seed " + SEED, Questions.generated(SEED, GENERATED));
  }

  private static void compare(String what, List<Question> questions) {
    // Given
    var theirs = Objects.requireNonNull(prometheus).door();
    var ours = Objects.requireNonNull(engine);
    var tally = new Tally();
    // When
    for (var question : questions) {
      tally.count(
          question,
          theirs.ask(question),
          ours.ask(question),
          () -> Stream.generate(() -> theirs.ask(question)).limit(ASKED_AGAIN_MOST));
    }
    // Then
    System.out.println(what + ": " + tally);
    assertThat(tally.differences()).isEmpty();
  }
}
