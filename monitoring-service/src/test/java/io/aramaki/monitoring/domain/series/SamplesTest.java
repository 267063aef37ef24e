package io.aramaki.monitoring.domain.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.testing.property.Gen;
import io.aramaki.kit.testing.property.Property;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SamplesTest {
  private static final int CASES = 2_000;

  private record Sample(long time, long bits) {
    double value() {
      return Double.longBitsToDouble(bits);
    }
  }

  private static Gen<List<Sample>> samples() {
    Gen<Sample> one =
        choices ->
            new Sample(
                Gen.longs(0, 12).from(choices),
                Double.doubleToRawLongBits(Gen.doubles().from(choices)));
    return one.list(0, 20);
  }

  private static List<Sample> sealed(List<Sample> all) {
    var samples = new Samples("");
    all.forEach(sample -> samples.add(sample.time(), sample.value()));
    return sealed(samples);
  }

  private static List<Sample> sealed(Samples samples) {
    samples.seal();
    var out = new ArrayList<Sample>();
    for (int i = 0; i < samples.size(); i++) {
      out.add(new Sample(samples.time(i), Double.doubleToRawLongBits(samples.value(i))));
    }
    return out;
  }

  @Test
  void seal_anyOrderAndRepeats_theSameSamples() {
    Property.of("order and repeats do not matter")
        .withCases(CASES)
        .check(
            samples(),
            all -> {
              List<Sample> straight = sealed(all);
              var mixed = new ArrayList<>(all);
              mixed.addAll(all);
              Collections.shuffle(mixed, new Random(all.size()));
              assertThat(sealed(mixed)).isEqualTo(straight);
              var times = new TreeMap<Long, Long>();
              all.forEach(sample -> times.put(sample.time(), 0L));
              assertThat(straight.stream().map(Sample::time))
                  .containsExactlyElementsOf(times.keySet());
            });
  }

  @Test
  void seal_mergedAgain_theSameSamples() {
    Property.of("merging what was sealed changes nothing")
        .withCases(CASES)
        .check(
            samples(),
            all -> {
              int half = all.size() / 2;
              var both = new Samples("");
              for (List<Sample> part :
                  List.of(all.subList(half, all.size()), all.subList(0, half))) {
                var one = new Samples("");
                part.forEach(sample -> one.add(sample.time(), sample.value()));
                one.seal();
                both.add(one.times(), one.values(), 0, one.size());
              }
              assertThat(sealed(both)).isEqualTo(sealed(all));
            });
  }

  @Test
  void stronger_numberAndNan_number() {
    assertThat(Samples.stronger(Double.NaN, -1)).isEqualTo(-1);
    assertThat(Samples.stronger(-1, Double.NaN)).isEqualTo(-1);
    assertThat(Samples.stronger(-0.0, 0.0)).isEqualTo(0.0);
  }

  @Test
  void unit_two_theLaterInTheAlphabetStays() {
    // Given
    var samples = new Samples("s");

    // When
    samples.unit("");
    samples.unit("seconds");

    // Then
    assertThat(samples.unit()).isEqualTo("seconds");
  }
}
