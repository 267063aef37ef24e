package io.aramaki.kit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.aramaki.kit.security.sign.SigningKey;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OrgIdTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ar1",
        "ar1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "ar2aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "ar1Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "ar11aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "ar1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"
      })
  void new_otherText_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new OrgId(text));
  }

  @ParameterizedTest
  @CsvSource({
    "f,my",
    "fo,mzxq",
    "foo,mzxw6",
    "foob,mzxw6yq",
    "fooba,mzxw6ytb",
    "foobar,mzxw6ytboi"
  })
  void base32_rfc4648Vectors_matchInLowerCase(String plain, String encoded) {
    // Given
    var bytes = plain.getBytes(StandardCharsets.US_ASCII);

    // When, Then
    assertThat(Base32.encode(bytes)).isEqualTo(encoded);
    assertThat(Base32.decode(encoded)).isEqualTo(bytes);
  }

  @Test
  void of_rootKey_isItsHash() {
    // Given
    var key = SigningKey.generate(World.RANDOM).publicKey();

    // When
    var org = OrgId.of(key);

    // Then
    assertThat(org.digest()).isEqualTo(Sha256.of(key.getEncoded()));
    assertThat(org.isHashOf(key.getEncoded())).isTrue();
    assertThat(new OrgId(org.value())).isEqualTo(org);
    assertThat(org.resourceName()).isEqualTo("orgs/" + org);
  }

  @Test
  void isHashOf_otherKey_isFalse() {
    // Given
    var org = OrgId.of(SigningKey.generate(World.RANDOM).publicKey());
    var other = SigningKey.generate(World.RANDOM).publicKey();

    // When, Then
    assertThat(org.isHashOf(other.getEncoded())).isFalse();
    assertThat(org.isHashOf(new byte[0])).isFalse();
  }
}
