package io.aramaki.ticketing.domain;

import io.aramaki.kit.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The ledger, the rules and a tracker, with time in hand.
final class TicketBench {
  static final Duration LIMIT = Duration.ofHours(1);

  final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
  final MemoryLinkStore store = new MemoryLinkStore();
  final ScriptedTracker tracker = new ScriptedTracker();
  final Tickets tickets;
  final LinkWork work;

  TicketBench(ReopenPolicy policy) {
    tickets = new Tickets(store, Map.of("t", policy), clock);
    work = new LinkWork(store, clock, most -> most);
  }

  static TicketBench reopening() {
    return new TicketBench(new ReopenPolicy.ReopenWithin(LIMIT));
  }

  static LinkKey key(long episode) {
    return new LinkKey("t", "problem", episode);
  }

  static AlertReport report(long seq, boolean firing) {
    return new AlertReport(
        "orgs/o/alerts/a",
        "orgs/o/systems/web",
        seq,
        firing,
        "critical",
        firing ? "HTTP CRITICAL" : "HTTP OK",
        Map.of("check", "http"),
        Instant.parse("2026-01-01T00:00:00Z"),
        "https://x/alerts/a",
        "");
  }

  void fires(long episode) {
    tickets.report(key(episode), report(1, true));
  }

  void ends(long episode) {
    tickets.report(key(episode), report(2, false));
  }

  Link link(long episode) {
    return store.find(key(episode)).orElseThrow();
  }

  Link.State state(long episode) {
    return link(episode).state();
  }

  /// Does everything that is due, until nothing is.
  void settle() {
    for (int i = 0; i < 100; i++) {
      var due = store.due("t", clock.instant(), 10);
      if (due.isEmpty()) {
        return;
      }
      due.forEach(link -> store.find(link.key()).ifPresent(one -> work.step(one, tracker)));
    }
    throw new AssertionError("never settles: " + store.due("t", clock.instant(), 10));
  }

  /// Time passes second by second.
  void pass(Duration time) {
    var end = clock.instant().plus(time);
    settle();
    while (clock.instant().isBefore(end)) {
      clock.advance(Duration.ofSeconds(1));
      settle();
    }
  }

  Optional<Link> refresh(long episode) {
    return work.refresh(link(episode), tracker);
  }
}
