package io.aramaki.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class DataPlanTest {
  @Test
  void new_startOffTheStep_isRefused() {
    assertThatThrownBy(() -> new DataPlan(DataSet.RECIPE, 1, 1, 1, 5))
        .hasMessage("the start must be a multiple of 10000 ms, was 5");
  }

  @Test
  void new_noHost_isRefused() {
    assertThatThrownBy(() -> new DataPlan(DataSet.RECIPE, 1, 0, 1, 0))
        .hasMessage("hosts must be 1 to 100000, was 0");
  }

  @Test
  void parse_unknownSet_namesAll() {
    assertThatThrownBy(() -> DataSet.parse("real"))
        .hasMessage("\"real\" is no data set; there are recipe, random, constant, recorded");
  }

  @Test
  void host_moreSeriesThanRecorded_isRefused() {
    assertThatThrownBy(() -> new DataPlan(DataSet.RECORDED, 1, 1, 101, 0).host(0))
        .hasMessage("the recording has 100 series, 101 were asked for of each host");
  }

  @Test
  void labels_ofAllSeriesOfAHost_differ() {
    for (DataSet set : DataSet.values()) {
      // Given
      var plan = new DataPlan(set, 1, 2, 100, 0);

      // When
      var keys = new HashSet<String>();
      for (int series = 0; series < 100; series++) {
        keys.add(plan.labels(1, series).key());
      }

      // Then
      assertThat(keys).hasSize(100);
    }
  }

  @Test
  void labels_areFour() {
    // When
    SeriesLabels labels = new DataPlan(DataSet.RECIPE, 1, 2, 8, 0).labels(1, 7);

    // Then
    assertThat(labels.metric()).isEqualTo("bench_metric_007");
    assertThat(labels.labels())
        .containsOnlyKeys("device", "host", "job", "zone")
        .containsEntry("host", "host-00001");
  }
}
