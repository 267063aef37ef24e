package io.aramaki.ticketing.tracker.redmine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.app.Redacted;
import io.aramaki.kit.http.outbound.Outbound;
import io.aramaki.ticketing.domain.tracker.Draft;
import io.aramaki.ticketing.domain.tracker.Note;
import io.aramaki.ticketing.domain.tracker.Remote.Canonical;
import io.aramaki.ticketing.domain.tracker.TrackerFailure;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The adapter against a real Redmine.
@Tag("redmine")
class RedmineLiveTest {
  private final RedmineTracker tracker = tracker(LiveRedmine.botKey());

  @Test
  void issue_created_isFoundByItsMarkerAlone() {
    // Given
    var marker = marker();

    // When
    var created =
        tracker.create(new Draft(marker, "disk full", "DISK CRITICAL - /var 99%", "critical"));

    // Then
    assertThat(created.canonical()).isEqualTo(Canonical.OPEN);
    assertThat(tracker.find(marker)).containsExactly(created);
    assertThat(tracker.find(marker())).isEmpty();
  }

  @Test
  void issue_resolvedThenReopened_isReadBackEachTime() {
    // Given
    var created = tracker.create(new Draft(marker(), "load", "LOAD WARNING", "warning"));

    // When
    var resolved = tracker.resolve(created.id(), new Note("n1", "over"));
    var reopened = tracker.reopen(created.id(), new Note("n2", "back"));

    // Then
    assertThat(resolved.canonical()).isEqualTo(Canonical.RESOLVED);
    assertThat(reopened.canonical()).isEqualTo(Canonical.OPEN);
    assertThat(reopened.status()).isEqualTo("New");
  }

  @Test
  void duplicate_closed_isClosed() {
    // Given
    var marker = marker();
    var first = tracker.create(new Draft(marker, "one", "one", "warning"));
    var second = tracker.create(new Draft(marker, "two", "two", "warning"));

    // When
    var closed = tracker.closeAsDuplicate(second.id(), first);

    // Then
    assertThat(closed.canonical()).isEqualTo(Canonical.CLOSED);
    assertThat(tracker.find(marker)).hasSize(2).first().isEqualTo(first);
  }

  @Test
  void comment_askedForTwice_isOneNoteOfTheJournal() {
    // Given
    var created = tracker.create(new Draft(marker(), "disk", "DISK CRITICAL", "critical"));
    var note = new Note("c1", "kim: it is the <b>log</b> of ümläut\nsecond line");

    // When
    var first = tracker.comment(created.id(), note);
    var again = tracker.comment(created.id(), note);

    // Then
    assertThat(notes(created.id()))
        .containsExactly(
            "<pre>kim: it is the <b>log</b> of ümläut\nsecond line</pre>\n[aramaki c1]");
    assertThat(first.canonical()).isEqualTo(Canonical.OPEN);
    assertThat(again).isEqualTo(first);
  }

  @Test
  void comments_ofSeveralPeople_areNotesInOrder() {
    // Given
    var created = tracker.create(new Draft(marker(), "disk", "DISK CRITICAL", "critical"));

    // When
    tracker.comment(created.id(), new Note("c1", "same words"));
    tracker.comment(created.id(), new Note("c2", "same words"));

    // Then
    assertThat(notes(created.id()))
        .containsExactly(
            "<pre>same words</pre>\n[aramaki c1]", "<pre>same words</pre>\n[aramaki c2]");
  }

  @Test
  void comment_onAClosedIssue_isWrittenAndLeavesItClosed() {
    // Given
    var marker = marker();
    var first = tracker.create(new Draft(marker, "one", "one", "warning"));
    var second = tracker.create(new Draft(marker, "two", "two", "warning"));
    tracker.closeAsDuplicate(second.id(), first);

    // When
    var after = tracker.comment(second.id(), new Note("c1", "for the record"));

    // Then
    assertThat(after.canonical()).isEqualTo(Canonical.CLOSED);
    assertThat(notes(second.id()))
        .hasSize(2)
        .last()
        .isEqualTo("<pre>for the record</pre>\n[aramaki c1]");
  }

  @Test
  void comment_onAnIssueThatIsNotThere_saysSo() {
    // When / Then
    assertThatThrownBy(() -> tracker.comment("999999999", new Note("c1", "x")))
        .isInstanceOf(TrackerFailure.Gone.class);
  }

  @Test
  void title_longerThanRedmineTakes_isCutToWholeCodePoints() {
    // Given
    var title = "ü🙂".repeat(200);

    // When
    var created = tracker.create(new Draft(marker(), title, "long", "warning"));

    // Then
    assertThat(created.canonical()).isEqualTo(Canonical.OPEN);
    assertThat(RedmineTracker.cut(title).codePointCount(0, RedmineTracker.cut(title).length()))
        .isEqualTo(255);
  }

  @Test
  void key_wrong_isTellableFromAnEmptyTracker() {
    // Given
    var stranger = tracker(Redacted.of("0000000000000000000000000000000000000000"));

    // When / Then
    assertThatThrownBy(stranger::probe)
        .isInstanceOf(TrackerFailure.BadCredential.class)
        .hasMessageContaining("401");
  }

  @Test
  void issue_thatIsNotThere_isEmpty() {
    // When
    var missing = tracker.get("999999999");

    // Then
    assertThat(missing).isEmpty();
  }

  @Test
  void status_thatDoesNotExist_isRefusedByWorkflowWithTheLegalMoves() {
    // Given
    var config = LiveRedmine.config(LiveRedmine.botKey());
    var broken =
        new RedmineConfig(
            config.url(),
            config.key(),
            config.login(),
            config.project(),
            config.trackerId(),
            config.externalKeyField(),
            config.openStatus(),
            4711,
            config.closedStatus(),
            config.priorities(),
            config.timeout());
    var wrong = new RedmineTracker("redmine", broken, outbound());
    var created = wrong.create(new Draft(marker(), "x", "x", "warning"));

    // When / Then
    assertThatThrownBy(() -> wrong.resolve(created.id(), new Note("n1", "over")))
        .isInstanceOf(TrackerFailure.RefusedByWorkflow.class)
        .hasMessageContaining("allows our bot: ")
        .hasMessageContaining("Resolved");
  }

  private static RedmineTracker tracker(Redacted key) {
    return new RedmineTracker("redmine", LiveRedmine.config(key), outbound());
  }

  private static Outbound outbound() {
    return new Outbound(
        "redmine", Duration.ofSeconds(5), Duration.ofSeconds(20), OpenTelemetry.noop());
  }

  private static List<String> notes(String id) {
    return LiveRedmine.notes(id, outbound());
  }

  private static String marker() {
    return "aramaki-test-" + UUID.randomUUID();
  }
}
