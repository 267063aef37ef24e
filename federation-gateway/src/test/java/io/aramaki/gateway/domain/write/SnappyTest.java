package io.aramaki.gateway.domain.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.aramaki.gateway.testing.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SnappyTest {
  private static final int MAX = 1 << 20;

  private final Room room = new Room(8 << 20);

  private byte[] unpack(byte[] block) {
    try (var share = room.share()) {
      return Snappy.unpack(block, MAX, share);
    }
  }

  private byte[] unpack(String hex) {
    return unpack(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  @ParameterizedTest
  @CsvSource({
    "00, ''",
    "04 0c 61626364, abcd",
    // A literal of 4, then a copy of 8 from 4 before: near, far, with four bytes.
    "0c 0c 61626364 11 04, abcdabcdabcd",
    "0c 0c 61626364 1e 0400, abcdabcdabcd",
    "0c 0c 61626364 1f 04000000, abcdabcdabcd",
    // Copies that reach into what they write.
    "08 00 61 0d 01, aaaaaaaa",
    "08 04 6162 09 02, abababab",
    // Literals whose length has a byte, and two, of its own.
    "04 f003 61626364, abcd",
    "04 f40300 61626364, abcd"
  })
  void block_isUnpacked(String hex, String text) {
    assertThat(new String(unpack(hex), StandardCharsets.US_ASCII)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "'', bytes are missing",
    "ff ff ff ff ff 01, the length has more than 5 bytes",
    "04, it has 0 bytes of the 4",
    "04 0c 6162, literal bytes do not fit",
    "03 0c 61626364, literal bytes do not fit",
    "04 f0, bytes are missing",
    "08 fc ff ff ff ff, literal bytes do not fit",
    "08 0d 01, a copy from 1 bytes before",
    "08 00 61 0d 00, a copy from 0 bytes before",
    "08 00 61 0d 02, a copy from 2 bytes before",
    "04 00 61 0d 01, copied bytes do not fit",
    "05 0c 61626364, it has 4 bytes of the 5",
    "ff ff 3f 00 61, cannot be packed into"
  })
  void bytesThatAreNone_areRefusedWithThePlace(String hex, String words) {
    assertThatThrownBy(() -> unpack(hex))
        .isInstanceOf(WriteRefused.class)
        .hasMessageStartingWith("the body is no Snappy block: ")
        .hasMessageContaining(words)
        .hasMessageContaining("at byte ");
  }

  @Test
  void blockThatSaysMoreThanIsTaken_isTooLarge_beforeMemoryIsTaken() {
    // Given
    byte[] block = Wire.snappy(new byte[MAX + 1]);

    // When
    var refused = catchThrowableOfType(WriteRefused.class, () -> unpack(block));

    // Then
    assertThat(refused.kind()).isEqualTo(WriteRefused.Kind.TOO_LARGE);
    assertThat(refused).hasMessageContaining("at most " + MAX);
  }

  @Test
  void noRoom_isBusy_andRoomComesBack() {
    // Given
    byte[] block = Wire.snappy(new byte[MAX]);
    var small = new Room(MAX / 2);

    // When / Then
    for (int i = 0; i < 3; i++) {
      try (var share = small.share()) {
        var refused =
            catchThrowableOfType(WriteRefused.class, () -> Snappy.unpack(block, MAX, share));
        assertThat(refused.kind()).isEqualTo(WriteRefused.Kind.BUSY);
        share.take(MAX / 4);
      }
    }
  }

  @Test
  void anyBytes_giveAnAnswerOrARefusal() {
    var random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      var bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      if (bytes.length > 1 && random.nextBoolean()) {
        bytes[0] &= 0x3F;
      }
      try {
        assertThat(unpack(bytes).length).isLessThanOrEqualTo(MAX);
      } catch (WriteRefused _) {
        // As it should be.
      }
    }
  }

  @Test
  void literals_ofEveryLength_comeBack() {
    for (int length = 0; length < 300; length++) {
      var plain = new byte[length];
      Arrays.fill(plain, (byte) length);
      assertThat(unpack(Wire.snappy(plain))).isEqualTo(plain);
    }
  }
}
