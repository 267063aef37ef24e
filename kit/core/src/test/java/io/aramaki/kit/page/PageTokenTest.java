package io.aramaki.kit.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import org.junit.jupiter.api.Test;

final class PageTokenTest {
  private static final String REQUEST = "orgs/x/systems|state = FIRING";
  private static final PageToken TOKEN = PageToken.at("2026-11-21T10:00:00Z", "über/1");

  @Test
  void token_writtenAndRead_isTheSame() {
    assertThat(PageToken.parse(TOKEN.text(REQUEST), REQUEST, 2)).contains(TOKEN);
  }

  @Test
  void token_empty_meansFirstPage() {
    assertThat(PageToken.parse("", REQUEST, 2)).isEmpty();
  }

  @Test
  void token_ofAnotherRequest_isRefused() {
    String text = TOKEN.text(REQUEST);

    assertRefused(text, "orgs/x/systems|state = RESOLVED", 2);
  }

  @Test
  void token_withAnotherNumberOfParts_isRefused() {
    assertRefused(TOKEN.text(REQUEST), REQUEST, 1);
  }

  @Test
  void token_withAnyCharacterChanged_isRefused() {
    String text = TOKEN.text(REQUEST);
    for (int i = 0; i < text.length() - 1; i++) {
      char other = text.charAt(i) == 'A' ? 'B' : 'A';
      assertRefused(text.substring(0, i) + other + text.substring(i + 1), REQUEST, 2);
    }
  }

  @Test
  void token_cutAnywhere_isRefused() {
    String text = TOKEN.text(REQUEST);
    for (int length = 1; length < text.length(); length++) {
      assertRefused(text.substring(0, length), REQUEST, 2);
    }
  }

  @Test
  void token_thatIsNoBase64OrFarTooLong_isRefused() {
    assertRefused("not a token!", REQUEST, 1);
    assertRefused("A".repeat(100_000), REQUEST, 1);
  }

  @Test
  void token_withoutOrWithTooManyParts_cannotExist() {
    assertThatThrownBy(PageToken::at).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PageToken(Collections.nCopies(17, "x")))
        .hasMessageContaining("was 17");
  }

  private static void assertRefused(String text, String request, int parts) {
    assertThatThrownBy(() -> PageToken.parse(text, request, parts))
        .as(text)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("page_token is not one");
  }
}
