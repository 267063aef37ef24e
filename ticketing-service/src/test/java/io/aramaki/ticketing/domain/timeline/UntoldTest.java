package io.aramaki.ticketing.domain.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What waits for a timeline that is away for long.
class UntoldTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void lines_beyondTheMost_dropTheOldestAndSaySo() {
    // When
    var untold = Untold.NONE;
    for (int i = 1; i <= Untold.WAITING_MAX + 2; i++) {
      untold = untold.add(note(i, "line " + i));
    }

    // Then
    assertThat(untold.notes()).hasSize(Untold.WAITING_MAX);
    assertThat(untold.notes().getFirst().words()).isEqualTo("(earlier lines are missing) line 3");
    assertThat(untold.notes().get(1).words()).isEqualTo("line 4");
    assertThat(untold.notes().getLast().words()).isEqualTo("line 52");
  }

  @Test
  void lines_addedWhileOthersWereTold_stay() {
    // Given
    var told = Untold.NONE.add(note(1, "one"));

    // When
    var left = told.add(note(2, "two")).without(told);

    // Then
    assertThat(left.notes()).containsExactly(note(2, "two"));
  }

  @Test
  void words_longerThanATimelineTakes_areCutBetweenCharacters() {
    // When
    var plain = note(1, "x".repeat(TimelineNote.WORDS_MAX + 1)).words();
    var pairs = note(1, "\uD83D\uDD25".repeat(TimelineNote.WORDS_MAX)).words();

    // Then
    assertThat(plain).hasSize(TimelineNote.WORDS_MAX).endsWith("x…");
    assertThat(pairs).hasSize(TimelineNote.WORDS_MAX - 1).endsWith("\uD83D\uDD25…");
    assertThat(note(1, plain).words()).isEqualTo(plain);
    assertThat(List.of(plain, pairs)).allMatch(words -> words.length() <= 1_000);
  }

  private static TimelineNote note(long revision, String words) {
    return new TimelineNote("ticket-t-" + revision, "orgs/o/systems/web", NOW, words, "", "");
  }
}
