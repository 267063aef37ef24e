package io.aramaki.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.bench.load.SeriesSamples;
import io.aramaki.bench.load.SeriesSum;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static SeriesSum sum(List<SeriesSamples> blocks) {
    SeriesSum sum = SeriesSum.NONE;
    for (SeriesSamples block : blocks) {
      sum = sum.plus(SeriesSum.of(block.timesMs(), block.values()));
    }
    return sum;
  }

  private static Workload workload(long seed, int agent) {
    return new Workload(seed, agent, "orgs/-/systems/s", 25, 1_000);
  }

  @Test
  void next_sameSeed_isTheSame() {
    assertThat(sum(workload(1, 2).next(10))).isEqualTo(sum(workload(1, 2).next(10)));
  }

  @Test
  void next_otherSeedOrAgent_differs() {
    // When
    SeriesSum one = sum(workload(1, 2).next(10));

    // Then
    assertThat(sum(workload(2, 2).next(10))).isNotEqualTo(one);
    assertThat(sum(workload(1, 3).next(10))).isNotEqualTo(one);
  }

  @Test
  void next_twice_goesOnInTime() {
    // Given
    Workload workload = workload(1, 0);
    workload.next(2);

    // When
    List<SeriesSamples> second = workload.next(2);

    // Then
    assertThat(second).hasSize(25);
    assertThat(second.getFirst().timesMs()).containsExactly(1_400, 1_600);
    assertThat(workload.endMs()).isEqualTo(1_800);
  }
}
