package io.aramaki.kit.security;

import static io.aramaki.kit.security.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.aramaki.kit.security.NotTrusted.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnrolmentTokenStringTest {
  private static final OrgId ORG = new OrgId("ar1" + "q".repeat(51) + "a");
  private static final Sha256 CA = Sha256.of(new byte[] {1});
  private static final byte[] SECRET = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");

  @Test
  void parse_everyTruncation_isRefused() {
    // Given
    var text = token("gateway.example:8444").format();

    // When, Then
    for (int length = 0; length < text.length(); length++) {
      var truncated = text.substring(0, length);
      assertRefused(Reason.MALFORMED, () -> EnrolmentTokenString.parse(truncated));
    }
  }

  @Test
  void parse_mutatedText_isRefusedOrMeansTheSame() {
    // Given
    var original = token("gateway.example:8444", "[::1]:8444").format();

    // When, Then
    Mutations.each(
        original.getBytes(StandardCharsets.ISO_8859_1),
        changed -> {
          var text = new String(changed, StandardCharsets.ISO_8859_1);
          try {
            assertThat(EnrolmentTokenString.parse(text).format()).isEqualTo(original);
          } catch (NotTrusted e) {
            assertThat(e.reason()).isEqualTo(Reason.MALFORMED);
            assertThat(e).hasMessageNotContaining(secretText());
          }
        });
  }

  @Test
  void parse_anyContentWithGoodCheck_isRefusedOrAToken() {
    // Given
    var text = token("gateway.example:8444").format();
    var bytes = Base64.getUrlDecoder().decode(text.substring("aramaki1:".length()));
    var content = Arrays.copyOf(bytes, bytes.length - 4);

    // When, Then
    Mutations.each(
        content,
        changed -> {
          var checked = Arrays.copyOf(changed, changed.length + 4);
          System.arraycopy(Sha256.of(changed).bytes(), 0, checked, changed.length, 4);
          var forged = "aramaki1:" + Base64.getUrlEncoder().encodeToString(checked);
          try {
            assertThat(EnrolmentTokenString.parse(forged).addresses()).isNotEmpty();
          } catch (NotTrusted e) {
            assertThat(e.reason()).isEqualTo(Reason.MALFORMED);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "aramaki", "aramaki1:", "aramaki2:AAAA", "AAAA", "aramaki1:!", "\u0000"})
  void parse_otherText_isRefused(String text) {
    assertRefused(Reason.MALFORMED, () -> EnrolmentTokenString.parse(text));
  }

  @Test
  void parse_hugeText_isRefused() {
    // Given
    var text = "aramaki1:" + "A".repeat(1_000_000);

    // When, Then
    assertRefused(Reason.MALFORMED, () -> EnrolmentTokenString.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host",
        "host:",
        ":1",
        "host:0",
        "host:65536",
        "host:99999",
        "a b:1",
        "::1:8444",
        "http://h:1"
      })
  void new_otherAddress_isRefused(String address) {
    assertThatIllegalArgumentException().isThrownBy(() -> token(address));
  }

  @Test
  void new_outsideItsLimits_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> token());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> token(Collections.nCopies(9, "host:1").toArray(String[]::new)));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new EnrolmentTokenString(ORG, List.of("host:1"), CA, "", SECRET, TestClock.START));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new EnrolmentTokenString(
                ORG, List.of("host:1"), CA, "id", new byte[15], TestClock.START));
  }

  @Test
  void parse_formatted_saysAllThatWasSaid() {
    // Given
    var token = token("gateway.example:8444", "192.0.2.1:8444", "[2001:db8::1]:443");
    var pasted = "\n  " + token.format() + " \n";

    // When
    var parsed = EnrolmentTokenString.parse(pasted);

    // Then
    assertThat(parsed.org()).isEqualTo(ORG);
    assertThat(parsed.addresses())
        .containsExactly("gateway.example:8444", "192.0.2.1:8444", "[2001:db8::1]:443");
    assertThat(parsed.caSha256()).isEqualTo(CA);
    assertThat(parsed.tokenId()).isEqualTo("t-1");
    assertThat(parsed.secret()).isEqualTo(SECRET);
    assertThat(parsed.expireTime()).isEqualTo(TestClock.START);
  }

  @Test
  void format_longestToken_canBeParsed() {
    // Given
    var host = "h".repeat(200) + ":65535";
    var token = token(Collections.nCopies(8, host).toArray(String[]::new));

    // When
    var parsed = EnrolmentTokenString.parse(token.format());

    // Then
    assertThat(parsed.addresses()).hasSize(8).containsOnly(host);
  }

  @Test
  void toString_token_doesNotShowTheSecret() {
    assertThat(token("host:1").toString()).doesNotContain(secretText(), "ddeeff");
  }

  private static String secretText() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(SECRET);
  }

  private static EnrolmentTokenString token(String... addresses) {
    return new EnrolmentTokenString(ORG, List.of(addresses), CA, "t-1", SECRET, TestClock.START);
  }
}
