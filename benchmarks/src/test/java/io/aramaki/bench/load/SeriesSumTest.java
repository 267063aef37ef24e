package io.aramaki.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.agent.metric.SeriesKey;
import io.aramaki.agent.session.wire.MetricBlock;
import io.aramaki.monitoring.v1.Observations;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeriesSumTest {
  private static final long[] TIMES = {1_000, 2_000, 2_000};
  private static final double[] VALUES = {1.5, -0.0, 1e300};

  @Test
  void of_timesWithoutValues_isRefused() {
    assertThatThrownBy(() -> SeriesSum.of(TIMES, new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void of_valuesSwapped_differs() {
    assertThat(SeriesSum.of(TIMES, new double[] {-0.0, 1.5, 1e300}))
        .isNotEqualTo(SeriesSum.of(TIMES, VALUES));
  }

  @Test
  void of_sampleTwice_differsFromOnce() {
    // Given
    SeriesSum once = SeriesSum.of(new long[] {5}, new double[] {5});

    // When
    SeriesSum twice = once.plus(once);

    // Then
    assertThat(twice.samples()).isEqualTo(2);
    assertThat(twice.checksum()).isNotEqualTo(once.checksum());
  }

  @Test
  void of_negativeZero_differsFromZero() {
    assertThat(SeriesSum.of(TIMES, new double[] {1.5, 0.0, 1e300}))
        .isNotEqualTo(SeriesSum.of(TIMES, VALUES));
  }

  @Test
  void of_otherOrder_isTheSame() {
    assertThat(SeriesSum.of(new long[] {2_000, 1_000, 2_000}, new double[] {1e300, 1.5, -0.0}))
        .isEqualTo(SeriesSum.of(TIMES, VALUES));
  }

  @Test
  void message_ofColumns_isWhatTheAgentWrites() {
    // Given
    var key = new SeriesKey("orgs/-/systems/web", "load", Map.of("cpu", "0"), "percent");
    var agent = new MetricBlock();
    for (int i = 0; i < TIMES.length; i++) {
      agent.add(key, TIMES[i], VALUES[i]);
    }

    // When
    var ours =
        Observations.newBuilder()
            .addSeries(new SeriesSamples(key, TIMES, VALUES).message())
            .build();

    // Then
    agent.spoolObservations(content -> {
      assertThat(ours.toByteArray()).isEqualTo(content);
      return Optional.empty();
    });
  }
}
