package io.aramaki.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.DataSet;
import io.aramaki.bench.data.HostBlock;
import io.aramaki.bench.data.SeriesLabels;
import io.aramaki.bench.read.PromQuery;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuestionsTest {
  private static final int STEPS = 360;

  private final DataPlan plan = new DataPlan(DataSet.RECIPE, 1, 20, 5, 0);
  private final Questions questions = new Questions(plan, STEPS);

  private Map<String, Double> points() {
    var block = new HostBlock(5, STEPS);
    plan.host(0).next(block);
    var points = new HashMap<String, Double>();
    for (int step = 0; step < STEPS; step++) {
      points.put(
          PromQuery.key(SeriesLabels.hostName(0), block.times()[step]), block.values(2)[step]);
    }
    return points;
  }

  @Test
  void compare_aPointIsMissing_isSaid() {
    // Given
    Map<String, Double> points = points();
    points.remove("host-00000@10000");

    // Then
    assertThat(questions.compare(questions.all().getFirst(), points))
        .isEqualTo("360 values were expected, were 359");
  }

  @Test
  void compare_aPointIsOff_isSaid() {
    // Given
    Map<String, Double> points = points();
    points.merge("host-00000@10000", 1e-3, Double::sum);

    // Then
    assertThat(questions.compare(questions.all().getFirst(), points))
        .startsWith("host-00000@10000 should be");
  }

  @Test
  void compare_allPoints_isRight() {
    assertThat(questions.compare(questions.all().getFirst(), points())).isEmpty();
  }

  @Test
  void all_askForTheWholeSpan() {
    // When
    PromQuery range = questions.all().getFirst();
    PromQuery top = questions.all().getLast();

    // Then
    assertThat(range.parameters())
        .containsEntry("query", "bench_metric_002{host=\"host-00000\",device=\"dev2\"}")
        .containsEntry("start", "0.000")
        .containsEntry("end", "3590.000")
        .containsEntry("step", "10.000");
    assertThat(top.parameters())
        .containsEntry(
            "query", "topk(10, avg_over_time(bench_metric_002{device=\"dev2\"}[3600000ms]))")
        .containsEntry("time", "3595.000");
  }
}
