package io.aramaki.monitoring.domain.query.open;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.monitoring.domain.series.Samples;
import io.aramaki.monitoring.domain.series.Spans;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackedSamplesTest {
  private static void add(PackedSamples packed, Samples plain, Random random, int count) {
    var times = new long[count];
    var values = new double[count];
    for (int i = 0; i < count; i++) {
      times[i] = 1_700_000_000_000L + random.nextInt(3_600_000);
      values[i] = random.nextInt(5) == 0 ? Double.NaN : random.nextInt(1_000) / 10.0;
    }
    packed.add(times, values, 0, count);
    plain.add(times, values, 0, count);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 63, 64, 65, 127, 128, 129, 1_000})
  void read_anySpan_isWhatWasAdded(int size) {
    // Given
    var random = new Random(size);
    var packed = new PackedSamples();
    var plain = new Samples("");
    for (int added = 0; added < size; ) {
      int count = Math.min(size - added, 1 + random.nextInt(20));
      add(packed, plain, random, count);
      added += count;
    }
    plain.seal();

    for (int i = 0; i < 20; i++) {
      long from = 1_700_000_000_000L + random.nextInt(3_600_000);
      long to = i == 0 ? Long.MAX_VALUE : from + random.nextInt(1_000_000);

      // When
      var read = new Samples("");
      packed.read(i == 0 ? Long.MIN_VALUE : from, to, read);
      read.seal();

      // Then
      int at = i == 0 ? 0 : Spans.place(plain.times(), plain.size(), from);
      int end = i == 0 ? plain.size() : Spans.place(plain.times(), plain.size(), to + 1);
      assertThat(read.size()).isEqualTo(end - at);
      for (int sample = 0; sample < read.size(); sample++) {
        assertThat(read.time(sample)).isEqualTo(plain.time(at + sample));
        assertThat(Double.doubleToRawLongBits(read.value(sample)))
            .isEqualTo(Double.doubleToRawLongBits(plain.value(at + sample)));
      }
    }
  }

  @Test
  void read_oddTimesAndBits_comeAsTheyWent() {
    // Given
    double[] odd = {
      0.0,
      -0.0,
      1,
      -1,
      Double.MIN_VALUE,
      -Double.MIN_NORMAL,
      Double.MAX_VALUE,
      1e-300,
      0.1,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.NaN,
      Double.longBitsToDouble(0x7FF0000000000002L),
      Double.longBitsToDouble(0xFFF8_0000_0000_BEEFL)
    };
    long[] ends = {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, 1, 1_700_000_000_000L};
    var random = new Random(9);
    int size = PackedSamples.TOGETHER * 5 + 3;
    var times = new long[size];
    var values = new double[size];
    for (int i = 0; i < size; i++) {
      times[i] = i > 0 && random.nextInt(4) == 0 ? times[i - 1] : ends[random.nextInt(ends.length)];
      values[i] = odd[random.nextInt(odd.length)];
    }
    var packed = new PackedSamples();
    packed.add(times, values, 0, size);

    // When
    var read = new Samples("");
    packed.read(Long.MIN_VALUE, Long.MAX_VALUE, read);

    // Then: in the order in which they came, the same time as often.
    assertThat(read.size()).isEqualTo(size);
    for (int i = 0; i < size; i++) {
      assertThat(read.time(i)).isEqualTo(times[i]);
      assertThat(Double.doubleToRawLongBits(read.value(i)))
          .isEqualTo(Double.doubleToRawLongBits(values[i]));
    }
  }

  @Test
  void add_hourOfAGauge_takesFewBytes() {
    // Given
    var packed = new PackedSamples();
    var random = new Random(5);
    long counted = packed.bytes();

    // When
    for (int i = 0; i < 360; i++) {
      counted +=
          packed.add(
              new long[] {1_700_000_000_000L + 10_000L * i},
              new double[] {random.nextInt(10_000) / 100.0},
              0,
              1);
    }

    // Then
    assertThat(packed.bytes()).isEqualTo(counted).isLessThan(3_000);
  }
}
