package io.aramaki.monitoring.grpc.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.monitoring.domain.series.SeriesSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NamedSeriesTest {
  private static final String AGENT = "orgs/o/agents/a1";
  private static final String SYSTEM = "orgs/o/systems/web";

  private static List<SeriesName> names(int count, int length) {
    return IntStream.range(0, count)
        .mapToObj(i -> SeriesName.of(SYSTEM, "m", Map.of("n", i + "x".repeat(length)), ""))
        .toList();
  }

  @Test
  void of_names_areCalledAsTheirSetIs() {
    // Given
    List<SeriesName> names = names(3, 5);

    // When
    NamedSeries named = NamedSeries.of(names, AGENT);

    // Then
    assertThat(named.set()).isEqualTo(SeriesSet.of(names).id());
    assertThat(named.series()).hasSize(3);
    assertThat(named.systems()).containsExactly(SYSTEM);
  }

  @Test
  void of_moreBytesThanABatchMayHave_seriesCountAndMakeNoSet() {
    // Given: what an agent wrote in fewer bytes than we do
    List<SeriesName> names = names(1_200, 4_000);

    // When
    NamedSeries named = NamedSeries.of(names, AGENT);

    // Then
    assertThat(named.set()).isEmpty();
    assertThat(named.series()).hasSize(1_200);
  }
}
