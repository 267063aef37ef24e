package io.aramaki.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.grpc.error.Refusal;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class PagingTest {
  private static void assertRefused(String reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  private static final List<String> LETTERS = List.of("a", "b", "c", "d", "e");

  private static Paging<String> cut(List<String> all, int size, String token, String shape) {
    return Paging.cut(all, size, token, shape, letter -> letter);
  }

  @Test
  void negativeSize_isRefused() {
    assertRefused("INVALID_PAGE_SIZE", () -> Paging.size(-1));
    assertRefused("INVALID_PAGE_SIZE", () -> cut(LETTERS, -1, "", "r"));
  }

  @Test
  void tokenOfAnotherListOrOfNone_isRefused() {
    // Given
    String token = cut(LETTERS, 2, "", "parent=orgs/o").nextPageToken();
    // When Then
    assertRefused("INVALID_PAGE_TOKEN", () -> cut(LETTERS, 2, token, "parent=orgs/p"));
    assertRefused("INVALID_PAGE_TOKEN", () -> Paging.token(token, "parent=orgs/o", 1));
    assertRefused("INVALID_PAGE_TOKEN", () -> cut(LETTERS, 2, "rubbish", "parent=orgs/o"));
  }

  @Test
  void pages_holdEachItemOnce() {
    // When
    var first = cut(LETTERS, 2, "", "r");
    var second = cut(LETTERS, 2, first.nextPageToken(), "r");
    var third = cut(LETTERS, 2, second.nextPageToken(), "r");
    // Then
    assertThat(first.items()).containsExactly("a", "b");
    assertThat(second.items()).containsExactly("c", "d");
    assertThat(third.items()).containsExactly("e");
    assertThat(third.nextPageToken()).isEmpty();
  }

  @Test
  void pageAfterAnItemThatIsGone_goesOnWhereItEnded() {
    // Given
    String token = cut(LETTERS, 2, "", "r").nextPageToken();
    // When
    var second = cut(List.of("a", "c", "d", "e"), 2, token, "r");
    // Then
    assertThat(second.items()).containsExactly("d", "e");
    assertThat(cut(List.of("a"), 2, token, "r").items()).isEmpty();
  }

  @Test
  void pageAfterItemsThatCameBefore_repeatsNothing() {
    // Given
    String token = cut(LETTERS, 2, "", "r").nextPageToken();
    // When
    var second = cut(List.of("0", "1", "a", "b", "c", "d"), 2, token, "r");
    // Then
    assertThat(second.items()).containsExactly("c", "d");
  }

  @Test
  void pageOfAnOrderedList_afterItsLastItemMovedBehind_losesNobody() {
    // Given
    var first = Paging.ordered(LETTERS, 2, "", "r", letter -> letter);

    // When: b has become z, and a letter came before
    var moved = List.of("0", "a", "z", "c", "d", "e");
    var second = Paging.ordered(moved, 2, first.nextPageToken(), "r", letter -> letter);
    var third = Paging.ordered(moved, 2, second.nextPageToken(), "r", letter -> letter);

    // Then
    assertThat(first.items()).containsExactly("a", "b");
    assertThat(second.items()).containsExactly("c", "d");
    assertThat(third.items()).containsExactly("e", "z");
    assertThat(third.nextPageToken()).isEmpty();
    assertRefused(
        "INVALID_PAGE_TOKEN",
        () -> Paging.ordered(LETTERS, 2, first.nextPageToken(), "s", letter -> letter));
  }

  @Test
  void emptyList_hasOneEmptyPage() {
    assertThat(cut(List.of(), 0, "", "r")).isEqualTo(new Paging<>(List.of(), ""));
  }
}
