package io.aramaki.kit.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

final class SecretsTest {
  private final Secrets secrets = new Secrets(World.RANDOM);

  @Test
  void matches_otherSecret_isFalse() {
    // Given
    var stored = Secrets.hash(secrets.random256());

    // When, Then
    assertThat(Secrets.matches(secrets.random256(), stored)).isFalse();
    assertThat(Secrets.matches("", stored)).isFalse();
    assertThat(Secrets.matches(stored, stored)).isFalse();
    assertThat(Secrets.matches(secrets.random256(), "")).isFalse();
  }

  @Test
  void matches_sameSecret_isTrue() {
    // Given
    var secret = secrets.random256();

    // When, Then
    assertThat(Secrets.matches(secret, Secrets.hash(secret))).isTrue();
    assertThat(Secrets.matches(secret.getBytes(StandardCharsets.UTF_8), Secrets.hash(secret)))
        .isTrue();
  }

  @Test
  void hash_knownSecret_isPlainSha256() {
    assertThat(Secrets.hash("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void random_many_areUrlSafeAndDiffer() {
    // Given
    var seen = new HashSet<String>();

    // When
    for (int i = 0; i < 1000; i++) {
      seen.add(secrets.random128());
      seen.add(secrets.random256());
    }

    // Then
    assertThat(seen).hasSize(2000).allMatch(s -> s.matches("[A-Za-z0-9_-]{22}|[A-Za-z0-9_-]{43}"));
  }
}
