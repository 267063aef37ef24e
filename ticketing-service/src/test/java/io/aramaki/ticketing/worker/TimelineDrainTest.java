package io.aramaki.ticketing.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.ticketing.domain.AlertReport;
import io.aramaki.ticketing.domain.Comments;
import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.domain.LinkKey;
import io.aramaki.ticketing.domain.MemoryLinkStore;
import io.aramaki.ticketing.domain.timeline.TimelineNote;
import io.aramaki.ticketing.domain.timeline.Untold;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What waits for timelines, and timelines that do not take it.
@Timeout(60)
class TimelineDrainTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final MemoryLinkStore store = new MemoryLinkStore();
  private final List<String> told = new CopyOnWriteArrayList<>();

  @Test
  void ticket_whoseLinesAreRefused_holdsUpNoOtherAndKeepsThem() {
    // Given
    var refused = link(1);
    var taken = List.of(link(2), link(3), link(4));

    // When / Then
    try (var _ = new TimelineDrain(store, link -> takeUnless(link, refused.key()), () -> true)) {
      await(() -> store.untold("", 10).size() == 1);
    }
    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            taken.stream().map(link -> link.key().ticketId()).toList());
    assertThat(store.find(refused.key()).orElseThrow().untold()).isEqualTo(refused.untold());
  }

  @Test
  void line_addedWhileAnotherWasTold_isToldToo() {
    // Given
    var link = link(1);

    // When / Then
    try (var _ = new TimelineDrain(store, this::takeWhileAnotherComes, () -> true)) {
      await(() -> store.untold("", 10).isEmpty());
    }
    assertThat(told).containsExactly("n1", "n2");
    assertThat(store.find(link.key()).orElseThrow().error()).isEqualTo("changed meanwhile");
  }

  private void takeUnless(Link link, LinkKey refused) {
    if (link.key().equals(refused)) {
      throw new IllegalStateException("refused");
    }
    told.add(link.key().ticketId());
  }

  private void takeWhileAnotherComes(Link link) {
    boolean first = told.isEmpty();
    link.untold().notes().forEach(note -> told.add(note.id()));
    if (first) {
      var more = with(link, "changed meanwhile", link.untold().add(note("n2")));
      assertThat(store.replace(more)).isPresent();
    }
  }

  private Link link(long episode) {
    var report = new AlertReport("a", "s", 1, true, "critical", "x", Map.of(), NOW, "", "");
    var link = Link.open(new LinkKey("t", "p", episode), new Link.State.New(), report, NOW);
    return store.insert(with(link, "", Untold.NONE.add(note("n1"))));
  }

  private static Link with(Link link, String error, Untold untold) {
    return new Link(
        link.key(),
        link.revision(),
        link.state(),
        link.report(),
        link.handled(),
        link.ended(),
        link.attempts(),
        link.next(),
        error,
        Comments.NONE,
        Optional.empty(),
        untold,
        link.create(),
        link.update());
  }

  private static TimelineNote note(String id) {
    return new TimelineNote(id, "s", NOW, "words", "", "");
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
