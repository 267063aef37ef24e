package io.aramaki.monitoring.domain.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SeriesKeyTest {
  private static SeriesKey key(Map<String, String> labels) {
    return SeriesKey.of("orgs/o/systems/web", "m", labels, "orgs/o/systems/web/writers/m1");
  }

  @Test
  void of_valuesWithLineEndsAndBackslashes_areNoOtherLabels() {
    assertThat(key(Map.of("a", "1\nb=2")))
        .isNotEqualTo(key(Map.of("a", "1", "b", "2")))
        .isNotEqualTo(key(Map.of("a", "1\\nb=2")))
        .isEqualTo(key(Map.of("a", "1\nb=2")));
    assertThat(key(Map.of("a", "1\\nb=2"))).isNotEqualTo(key(Map.of("a", "1", "b", "2")));
    assertThat(key(Map.of("a", "1\nb=2")).labels()).isEqualTo(Map.of("a", "1\nb=2"));
  }
}
