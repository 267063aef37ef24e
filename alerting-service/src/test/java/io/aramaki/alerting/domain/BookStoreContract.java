package io.aramaki.alerting.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.alerting.domain.BookStore.Noted;
import io.aramaki.alerting.domain.alert.Severity;
import io.aramaki.alerting.domain.dispatch.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every store of the book does.
public abstract class BookStoreContract {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /// Begins a reign over the same rows; the one before is over.
  protected abstract BookStore takeOver();

  @Test
  void load_ofNothing_isEmpty() {
    // When
    var loaded = takeOver().load();

    // Then
    assertThat(loaded.book().alerts()).isEmpty();
    assertThat(loaded.book().groups()).isEmpty();
    assertThat(loaded.noteHead()).isZero();
  }

  @Test
  void everythingThatHappens_isThereForTheNextReign() {
    // Given
    var store = takeOver();
    var bench = Bench.simple();
    bench.durable = edit -> assertThat(store.write(edit, List.of())).isTrue();

    // When
    bench.critical("http");
    bench.warning("disk");
    bench.silence("disk", Duration.ofHours(1));
    bench.run(Duration.ofMinutes(1));
    bench.acknowledge(Bench.key("http").id(1));
    bench.report(Bench.key("http", "host2"), Severity.CRITICAL);
    bench.pass(Bench.INTERVAL);
    bench.answer(new Outcome.Unclear("no answer"));
    bench.ok("disk");

    // Then
    assertSame(takeOver().load().book(), bench.book);
  }

  @Test
  void whatIsForgotten_isGoneForTheNextReign() {
    // Given
    var store = takeOver();
    var bench = Bench.simple();
    bench.durable = edit -> assertThat(store.write(edit, List.of())).isTrue();
    bench.critical("http");
    bench.run(Duration.ofMinutes(1));
    bench.ok("http");
    bench.run(Duration.ofMinutes(10));

    // When
    bench.run(Duration.ofDays(60));
    bench.tidy();

    // Then
    assertThat(bench.book.groups()).isEmpty();
    assertSame(takeOver().load().book(), bench.book);
    assertThat(takeOver().load().book().episodes(Bench.key("http"))).isOne();
  }

  @Test
  void write_ofAReignThatIsOver_isRefusedAndChangesNothing() {
    // Given
    var old = takeOver();
    var next = takeOver();
    var bench = Bench.simple();
    var answers = new java.util.ArrayList<Boolean>();
    bench.durable = edit -> answers.add(old.write(edit, List.of(new Noted(1, note(1)))));

    // When
    bench.critical("http");

    // Then
    assertThat(answers).containsExactly(false);
    assertThat(old.reigns()).isFalse();
    assertThat(next.reigns()).isTrue();
    assertThat(next.load().book().alerts()).isEmpty();
    assertThat(next.notes(0, 10)).isEmpty();
  }

  @Test
  void alert_isReadAsItIsWhoeverReigns() {
    // Given
    var old = takeOver();
    var next = takeOver();
    var bench = Bench.simple();
    bench.durable = edit -> assertThat(next.write(edit, List.of())).isTrue();

    // When
    bench.critical("http");

    // Then
    var id = Bench.key("http").id(1);
    assertThat(old.alert(id)).isEqualTo(bench.book.alert(id)).isPresent();
    assertThat(old.alert("nobody-1")).isEmpty();
  }

  @Test
  void notes_areReadInOrderAfterAPosition_andTheMarkIsKept() {
    // Given
    var store = takeOver();
    var bench = Bench.simple();
    bench.durable =
        edit -> store.write(edit, List.of(new Noted(1, note(1)), new Noted(2, note(2))));
    bench.critical("http");

    // When
    boolean noted = store.noted(1);

    // Then
    assertThat(noted).isTrue();
    assertThat(store.notes(0, 1)).containsExactly(new Noted(1, note(1)));
    assertThat(store.notes(1, 10)).containsExactly(new Noted(2, note(2)));
    var loaded = takeOver().load();
    assertThat(loaded.noteMark()).isEqualTo(1);
    assertThat(loaded.noteHead()).isEqualTo(2);
    assertThat(store.noted(2)).isFalse();
  }

  private static void assertSame(Book loaded, Book expected) {
    assertThat(loaded.alerts()).containsExactlyInAnyOrderElementsOf(expected.alerts());
    assertThat(loaded.firing()).containsExactlyInAnyOrderElementsOf(expected.firing());
    assertThat(loaded.groups()).containsExactlyInAnyOrderElementsOf(expected.groups());
    assertThat(loaded.suppressions()).containsExactlyInAnyOrderElementsOf(expected.suppressions());
    assertThat(loaded.notifications())
        .containsExactlyInAnyOrderElementsOf(expected.notifications());
    assertThat(loaded.cursors()).isEqualTo(expected.cursors());
    assertThat(loaded.episodes(Bench.key("http"))).isEqualTo(expected.episodes(Bench.key("http")));
  }

  private static TimelineNote note(int number) {
    return new TimelineNote(
        "e" + number, "orgs/o/systems/web", false, NOW, "fired", "", "a1-1", "critical", "");
  }
}
