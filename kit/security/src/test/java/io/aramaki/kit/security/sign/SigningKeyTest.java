package io.aramaki.kit.security.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.aramaki.kit.security.Mutations;
import io.aramaki.kit.security.World;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class SigningKeyTest {

  @Test
  void restore_halvesOfTwoKeys_isRefused() {
    // Given
    var one = SigningKey.generate(World.RANDOM).secretBytes();
    var other = SigningKey.generate(World.RANDOM).secretBytes();
    int half = 2 + ByteBuffer.wrap(one).getShort();
    var mixed = one.clone();
    System.arraycopy(other, half, mixed, half, one.length - half);

    // When, Then
    assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.restore(mixed));
  }

  @Test
  void restore_damagedBytes_isRefusedOrTheSameKey() {
    // Given
    var key = SigningKey.generate(World.RANDOM);

    // When, Then
    Mutations.each(
        key.secretBytes(),
        changed -> {
          try {
            assertThat(SigningKey.restore(changed).publicKey()).isEqualTo(key.publicKey());
          } catch (IllegalArgumentException e) {
            assertThat(e).hasMessage("these bytes are not a stored signing key");
          }
        });
  }

  @Test
  void restore_secretBytes_isTheSameKey() {
    // Given
    var key = SigningKey.generate(World.RANDOM);

    // When
    var restored = SigningKey.restore(key.secretBytes());

    // Then
    assertThat(restored.id()).isEqualTo(key.id()).matches("[0-9a-f]{16}");
    assertThat(restored.publicKey()).isEqualTo(key.publicKey());
    assertThat(restored.sign("c", new byte[3])).isEqualTo(key.sign("c", new byte[3]));
  }

  @Test
  void toString_key_doesNotShowIt() {
    // Given
    var key = SigningKey.generate(World.RANDOM);

    // When, Then
    assertThat(key.toString())
        .isEqualTo("SigningKey[" + key.id() + "]")
        .doesNotContain(HexFormat.of().formatHex(key.secretBytes()));
  }
}
