package io.aramaki.kit.security.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.aramaki.kit.security.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordsTest {
  /// From the tests of the reference implementation (P-H-C/phc-winner-argon2, test.c).
  private static final String REFERENCE =
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

  private final Passwords passwords = new Passwords(World.RANDOM);

  @Test
  void matches_otherPassword_isFalse() {
    // Given
    var stored = passwords.hash("correct horse");

    // When, Then
    assertThat(passwords.matches("correct hors", stored)).isFalse();
    assertThat(passwords.matches("", stored)).isFalse();
    assertThat(passwords.matches("Correct horse", stored)).isFalse();
    assertThat(passwords.matches("x".repeat(1025), stored)).isFalse();
    assertThat(passwords.matchesNobody("correct horse")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=16$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=2,p=99$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQaa$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
      })
  void matches_otherStoredText_isRefused(String stored) {
    assertThatIllegalArgumentException().isThrownBy(() -> passwords.matches("password", stored));
  }

  @Test
  void hash_emptyOrHugePassword_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> passwords.hash(""));
    assertThatIllegalArgumentException().isThrownBy(() -> passwords.hash("x".repeat(1025)));
  }

  @Test
  void matches_referenceVector_isTrue() {
    assertThat(passwords.matches("password", REFERENCE)).isTrue();
    assertThat(passwords.isOutdated(REFERENCE)).isTrue();
  }

  @Test
  void hash_samePasswordTwice_differsAndMatches() {
    // When
    var one = passwords.hash("Grüße");
    var other = passwords.hash("Grüße");

    // Then
    assertThat(one).isNotEqualTo(other).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(passwords.matches("Grüße", one)).isTrue();
    assertThat(passwords.matches("Gru\u0308ße", other)).isTrue();
    assertThat(passwords.isOutdated(one)).isFalse();
  }
}
