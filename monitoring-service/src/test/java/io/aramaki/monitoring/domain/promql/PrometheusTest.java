package io.aramaki.monitoring.domain.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.monitoring.domain.promql.peer.DataSet;
import io.aramaki.monitoring.domain.promql.peer.PrometheusServer;
import io.aramaki.monitoring.domain.promql.peer.Question;
import io.aramaki.monitoring.domain.promql.peer.Questions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
  private static final long SEED = Long.getLong("aramaki.test.seed", 20_261_122L);
  private static final int SHOWN_MOST = 60;

  @TempDir static @Nullable Path directory;
  private static @Nullable PrometheusServer prometheus;
  private static @Nullable EngineAnswers engine;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    var data = DataSet.series();
    engine = new EngineAnswers(data);
    prometheus = PrometheusServer.start(java.util.Objects.requireNonNull(directory));
    prometheus.write(data);
  }

  @AfterAll
  static void stop() {
    if (prometheus != null) {
      prometheus.close();
    }
  }

  @Test
  void listedQueries_areAnsweredLikePrometheus() throws IOException, InterruptedException {
    compare("listed", Questions.ofList());
  }

  @Test
  void generatedQueries_areAnsweredLikePrometheus() throws IOException, InterruptedException {
    compare("generated from seed " + SEED, Questions.generated(SEED, GENERATED));
  }

  private static void compare(String what, List<Question> questions)
      throws IOException, InterruptedException {
    // Given
    var theirs = java.util.Objects.requireNonNull(prometheus);
    var ours = java.util.Objects.requireNonNull(engine);
    var differences = new ArrayList<String>();
    int failed = 0;
    int sameText = 0;
    int empty = 0;
    // When
    for (var question : questions) {
      var expected = theirs.ask(question);
      var actual = ours.ask(question);
      failed += expected.errorType().isEmpty() ? 0 : 1;
      empty += expected.errorType().isEmpty() && expected.series().isEmpty() ? 1 : 0;
      sameText +=
          !expected.errorType().isEmpty() && expected.error().equals(actual.error()) ? 1 : 0;
      if (System.getProperty("aramaki.test.texts") != null
          && !expected.errorType().isEmpty()
          && !expected.error().equals(actual.error()))
        System.out.println(
            "TEXT " + question.query() + "\n   " + expected.error() + "\n   " + actual.error());
      expected
          .difference(actual, question.isOrdered())
          .ifPresent(difference -> differences.add(question + ": " + difference));
    }
    // Then
    System.out.printf(
        "%s: %d queries, %d equal, %d differing; %d are errors (%d with the same text), %d are empty%n",
        what,
        questions.size(),
        questions.size() - differences.size(),
        differences.size(),
        failed,
        sameText,
        empty);
    differences.stream().limit(SHOWN_MOST).forEach(System.out::println);
    assertThat(differences).isEmpty();
  }
}
