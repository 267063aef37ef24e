package io.aramaki.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.grpc.error.Refusal;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class PagesTest {
  private static void assertRefused(String reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  @Test
  void negativeSize_isRefused() {
    assertRefused("INVALID_PAGE_SIZE", () -> Pages.size(-1));
  }

  @Test
  void tokenOfAnotherListOrOfNone_isRefused() {
    // Given
    String token = Pages.token("parent=orgs/o", "a", "1");
    // When Then
    assertRefused("INVALID_PAGE_TOKEN", () -> Pages.after(token, "parent=orgs/p", 2));
    assertRefused("INVALID_PAGE_TOKEN", () -> Pages.after(token, "parent=orgs/o", 1));
    assertRefused("INVALID_PAGE_TOKEN", () -> Pages.after("rubbish", "parent=orgs/o", 2));
  }

  @Test
  void token_leadsBackToItsPosition() {
    assertThat(Pages.after(Pages.token("r", "a", "1"), "r", 2).orElseThrow())
        .containsExactly("a", "1");
    assertThat(Pages.after("", "r", 2)).isEmpty();
    assertThat(Pages.size(0)).isEqualTo(50);
  }
}
