package io.aramaki.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class SnappyBlockTest {
  private final SnappyBlock snappy = new SnappyBlock();
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);

  private byte[] compress(byte[] plain) {
    var out = new Bytes();
    snappy.compress(plain, plain.length, out);
    return Arrays.copyOf(out.array(), out.length());
  }

  /// Reads the format as its description says, a byte at a time.
  static byte[] decompress(byte[] block) {
    var in = ByteBuffer.wrap(block);
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      int next = in.get() & 0xff;
      length |= (next & 0x7f) << shift;
      if (next < 0x80) {
        break;
      }
    }
    var out = new byte[length];
    int at = 0;
    while (in.hasRemaining()) {
      int tag = in.get() & 0xff;
      if ((tag & 3) == 0) {
        int count = tag >> 2;
        if (count >= 60) {
          int bytes = count - 59;
          count = 0;
          for (int i = 0; i < bytes; i++) {
            count |= (in.get() & 0xff) << (8 * i);
          }
        }
        in.get(out, at, count + 1);
        at += count + 1;
      } else {
        int count = (tag & 3) == 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
        int low = in.get() & 0xff;
        int offset = (tag & 3) == 1 ? ((tag >> 5) << 8) | low : low | ((in.get() & 0xff) << 8);
        assertThat(offset).isBetween(1, at);
        for (int i = 0; i < count; i++) {
          out[at] = out[at - offset];
          at++;
        }
      }
    }
    assertThat(at).isEqualTo(length);
    return out;
  }

  @Test
  void compress_nothing_isALength() {
    assertThat(compress(new byte[0])).containsExactly(0);
  }

  @Test
  void compress_randomBytesOfEachLength_comeBack() {
    for (int length = 1; length < 300; length++) {
      // Given
      var plain = new byte[length];
      random.nextBytes(plain);

      // Then
      assertThat(decompress(compress(plain))).isEqualTo(plain);
    }
  }

  @Test
  void compress_fewLettersOfManyLengths_comeBack() {
    for (int length = 1; length < 200_000; length += 1_777) {
      // Given
      var plain = new byte[length];
      for (int i = 0; i < length; i++) {
        plain[i] = (byte) ('a' + random.nextInt(3));
      }

      // Then
      assertThat(decompress(compress(plain))).isEqualTo(plain);
    }
  }

  @Test
  void compress_oneByteOverAndOver_isShortAndComesBack() {
    // Given
    var plain = new byte[300_000];

    // When
    byte[] block = compress(plain);

    // Then
    assertThat(decompress(block)).isEqualTo(plain);
    assertThat(block.length).isLessThan(plain.length / 20);
  }

  @Test
  void compress_labels_isMuchShorter() {
    // Given
    var text = new ByteArrayOutputStream();
    for (int i = 0; i < 1_000; i++) {
      String labels =
          "__name__bench_metric_%03d device dev%d host host-00017 job bench".formatted(i, i % 7);
      text.writeBytes(labels.getBytes(StandardCharsets.UTF_8));
    }

    // When
    byte[] block = compress(text.toByteArray());

    // Then
    assertThat(decompress(block)).isEqualTo(text.toByteArray());
    assertThat(block.length).isLessThan(text.size() / 3);
  }
}
