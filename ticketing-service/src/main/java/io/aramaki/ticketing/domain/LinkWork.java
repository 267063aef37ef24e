package io.aramaki.ticketing.domain;

import io.aramaki.ticketing.domain.Link.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Brings one link one step further: claims it in the ledger, calls the tracker, writes down what
/// is there.
///
/// A create is sent only by who moved the row to CREATING. When its answer is lost, the marker is
/// searched for after the tracker's index lag; only if nothing is found, another attempt is made.
/// Too many found: the oldest stays, the others are closed as duplicates.
public final class LinkWork {
  /// The wait after the first failure; it doubles with each one more.
  static final Duration RETRY_FIRST = Duration.ofSeconds(1);

  /// The longest wait between tries.
  static final Duration RETRY_MAX = Duration.ofMinutes(1);

  private final LinkStore store;
  private final Function<Duration, Duration> jitter;

  /// @param jitter draws a wait between 0 and the given one
  public LinkWork(LinkStore store, Function<Duration, Duration> jitter) {
    this.store = store;
    this.jitter = jitter;
  }

  /// Does the next step of a link that is due.
  ///
  /// @return the link as it is now; empty if another worker has it
  public Optional<Link> step(Link link, Tracker tracker, Instant now) {
    if (link.next().isEmpty()) {
      return store.replace(link.moved(link.state(), Optional.empty(), now));
    }
    try {
      return switch (link.state()) {
        case State.New _ -> claim(link, tracker, 1, now);
        case State.Creating creating -> recover(link, creating, tracker, now);
        case State.Linked linked -> follow(link, linked.remote(), linked.ours(), tracker, now);
        case State.Resolved resolved ->
            follow(link, resolved.remote(), resolved.ours(), tracker, now);
        case State.Closed _, State.Failed _, State.Lost _ ->
            store.replace(link.moved(link.state(), Optional.empty(), now));
      };
    } catch (TrackerFailure failure) {
      return store.replace(after(link, failure, now));
    }
  }

  private Optional<Link> claim(Link link, Tracker tracker, int attempt, Instant now) {
    if (!link.report().firing()) {
      var nothing = new State.Closed(new Remote("", "", "", "", Remote.Canonical.CLOSED, ""), now);
      return store.replace(link.moved(nothing, Optional.empty(), now));
    }
    tracker.probe();
    var look = now.plus(tracker.indexLag()).plus(RETRY_FIRST);
    var claimed =
        store.replace(link.moved(new State.Creating(attempt, now), Optional.of(look), now));
    if (claimed.isEmpty()) {
      return Optional.empty();
    }
    return create(claimed.get(), attempt, tracker, now);
  }

  private Optional<Link> create(Link link, int attempt, Tracker tracker, Instant now) {
    try {
      var remote = tracker.create(Drafts.of(link));
      return store.replace(
          link.moved(new State.Linked(remote, remote.status()), Optional.of(now), now));
    } catch (TrackerFailure.UnknownOutcome failure) {
      var look = now.plus(tracker.indexLag()).plus(RETRY_FIRST);
      return store.replace(
          link.retry(new State.Creating(attempt, now), failure.reason(), look, now));
    } catch (TrackerFailure.Unavailable
        | TrackerFailure.RateLimited
        | TrackerFailure.BadCredential failure) {
      var then = now.plus(wait(link, failure));
      return store.replace(link.retry(new State.New(), failure.reason(), then, now));
    }
  }

  private Optional<Link> recover(Link link, State.Creating creating, Tracker tracker, Instant now) {
    tracker.probe();
    var found = tracker.find(link.key().marker());
    if (found.isEmpty()) {
      return claim(link, tracker, creating.attempt() + 1, now);
    }
    var keep = found.getFirst();
    closeOthers(found, keep, tracker);
    return store.replace(link.moved(new State.Linked(keep, keep.status()), Optional.of(now), now));
  }

  private static void closeOthers(List<Remote> found, Remote keep, Tracker tracker) {
    for (var other : found) {
      if (!other.id().equals(keep.id()) && other.canonical() == Remote.Canonical.OPEN) {
        tracker.closeAsDuplicate(other.id(), keep);
      }
    }
  }

  private Optional<Link> follow(
      Link link, Remote known, String ours, Tracker tracker, Instant now) {
    var current = tracker.get(known.id());
    if (current.isEmpty()) {
      return store.replace(link.moved(new State.Lost(known), Optional.empty(), now));
    }
    var remote = current.get();
    if (link.pending().waits()) {
      var commented = tracker.comment(remote.id(), link.pending().text());
      return store.replace(
          link.moved(state(commented, ours, now), Optional.of(now), now).commentDone(now));
    }
    boolean open = remote.canonical() == Remote.Canonical.OPEN;
    boolean byPerson = !remote.status().equals(ours);
    if (open && !link.report().firing() && !byPerson) {
      var resolved = tracker.resolve(remote.id(), Drafts.recovery(link));
      return store.replace(
          link.moved(state(resolved, resolved.status(), now), Optional.empty(), now));
    }
    if (!open && link.report().firing() && !byPerson) {
      var reopened = tracker.reopen(remote.id(), Drafts.recurrence(link));
      return store.replace(
          link.moved(state(reopened, reopened.status(), now), Optional.empty(), now));
    }
    if (open && !link.report().firing()) {
      var told = tracker.comment(remote.id(), Drafts.recovery(link));
      return store.replace(link.moved(state(told, ours, now), Optional.empty(), now));
    }
    return store.replace(link.moved(state(remote, ours, now), Optional.empty(), now));
  }

  private static State state(Remote remote, String ours, Instant now) {
    return switch (remote.canonical()) {
      case OPEN -> new State.Linked(remote, ours);
      case RESOLVED -> new State.Resolved(remote, ours);
      case CLOSED -> new State.Closed(remote, now);
    };
  }

  private Link after(Link link, TrackerFailure failure, Instant now) {
    return switch (failure) {
      case TrackerFailure.Refused _, TrackerFailure.RefusedByWorkflow _ ->
          link.failed(failure.reason(), now);
      case TrackerFailure.Gone _ ->
          link.state()
              .found()
              .map(remote -> link.moved(new State.Lost(remote), Optional.empty(), now))
              .orElseGet(() -> link.failed(failure.reason(), now));
      case TrackerFailure.BadCredential _,
          TrackerFailure.RateLimited _,
          TrackerFailure.Unavailable _,
          TrackerFailure.UnknownOutcome _ ->
          link.retry(link.state(), failure.reason(), now.plus(wait(link, failure)), now);
    };
  }

  private Duration wait(Link link, TrackerFailure failure) {
    if (failure instanceof TrackerFailure.RateLimited limited) {
      return limited.retryAfter();
    }
    var most = RETRY_FIRST.multipliedBy(1L << Math.min(6, link.attempts()));
    var bounded = most.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : most;
    return bounded.dividedBy(2).plus(jitter.apply(bounded.dividedBy(2)));
  }
}
