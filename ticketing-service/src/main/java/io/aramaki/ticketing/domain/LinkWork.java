package io.aramaki.ticketing.domain;

import io.aramaki.ticketing.domain.Link.State;
import io.aramaki.ticketing.domain.tracker.Remote;
import io.aramaki.ticketing.domain.tracker.Tracker;
import io.aramaki.ticketing.domain.tracker.TrackerFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Brings one link one step further: claims it in the ledger, calls the tracker, writes down what
/// is there.
///
/// A create is sent only by who moved the row to CREATING. When its answer is lost, the marker is
/// searched for after the tracker's index lag; only if nothing is found, another attempt is made.
/// An attempt that the tracker did not take is none: the link is again where it was before. From
/// the second attempt on the marker is searched for again and again, because the first may be
/// carried out late: the linked issue stays, the others are closed as duplicates.
public final class LinkWork {
  /// The wait after the first failure; it doubles with each one more.
  static final Duration RETRY_FIRST = Duration.ofSeconds(1);

  /// The longest wait between tries.
  static final Duration RETRY_MAX = Duration.ofMinutes(1);

  /// How often what was done is written down on a row that somebody else changed meanwhile.
  private static final int RACES_MAX = 20;

  private final LinkStore store;
  private final Clock clock;
  private final Function<Duration, Duration> jitter;

  /// @param jitter draws a wait between 0 and the given one
  public LinkWork(LinkStore store, Clock clock, Function<Duration, Duration> jitter) {
    this.store = store;
    this.clock = clock;
    this.jitter = jitter;
  }

  /// Does the next step of a link that is due.
  ///
  /// @return the link as it is now; empty if somebody else has brought it further
  public Optional<Link> step(Link link, Tracker tracker) {
    try {
      return switch (link.state()) {
        case State.New _ -> claim(link, tracker, 1);
        case State.Creating creating -> recover(link, creating, tracker);
        case State.Reopening reopening -> reopen(link, reopening.remote(), tracker);
        case State.Linked linked -> follow(link, linked.remote(), linked.ours(), tracker);
        case State.Resolved resolved -> follow(link, resolved.remote(), resolved.ours(), tracker);
        case State.Closed closed -> close(link, closed, tracker);
        case State.Failed _ -> await(link, tracker);
        case State.Lost _ -> settle(link, one -> one.idle(now()));
      };
    } catch (TrackerFailure failure) {
      return settle(link, one -> after(one, failure));
    }
  }

  /// Notices what people did in the tracker. Writes only if something changed.
  ///
  /// @return the link as it is now, if it changed
  public Optional<Link> refresh(Link link, Tracker tracker) {
    try {
      return switch (link.state()) {
        case State.Linked linked -> refresh(link, linked.remote(), linked.ours(), tracker);
        case State.Resolved resolved -> refresh(link, resolved.remote(), resolved.ours(), tracker);
        case State.New _,
            State.Creating _,
            State.Reopening _,
            State.Closed _,
            State.Failed _,
            State.Lost _ ->
            Optional.empty();
      };
    } catch (TrackerFailure _) {
      return Optional.empty();
    }
  }

  private Optional<Link> refresh(Link link, Remote known, String ours, Tracker tracker) {
    var current = tracker.get(known.id());
    var state =
        current.<State>map(remote -> state(remote, ours)).orElseGet(() -> new State.Lost(known));
    return state.equals(link.state())
        ? Optional.empty()
        : settle(link, one -> one.moved(state, one.handled(), now()));
  }

  private Optional<Link> claim(Link link, Tracker tracker, int attempt) {
    if (!link.report().firing()) {
      return closed(link, Optional.empty());
    }
    tracker.probe();
    var now = now();
    var look = now.plus(tracker.patience()).plus(tracker.indexLag());
    var claim = link.trying(new State.Creating(attempt, now), look, now);
    var claimed = write(link, attempt == 1 ? claim : claim.sweeping(Sweep.until(now), now));
    if (claimed.isEmpty()) {
      return Optional.empty();
    }
    return create(claimed.get(), link.state(), attempt, tracker);
  }

  /// @param before where the link stays if the tracker says that it did nothing: NEW, or CREATING
  ///   while it is not known what became of the attempt before
  private Optional<Link> create(Link link, State before, int attempt, Tracker tracker) {
    try {
      var remote = tracker.create(Drafts.of(link));
      return settle(
          link, one -> one.moved(new State.Linked(remote, remote.status()), link.report(), now()));
    } catch (TrackerFailure.UnknownOutcome failure) {
      var look = now().plus(tracker.indexLag()).plus(RETRY_FIRST);
      var creating = new State.Creating(attempt, now());
      return settle(link, one -> one.retry(creating, failure.reason(), look, now()));
    } catch (TrackerFailure.Unavailable
        | TrackerFailure.RateLimited
        | TrackerFailure.BadCredential failure) {
      var then = now().plus(wait(link, failure));
      return settle(link, one -> one.retry(before, failure.reason(), then, now()));
    } catch (TrackerFailure failure) {
      return settle(link, one -> one.failed(failure.reason(), now()));
    }
  }

  private Optional<Link> recover(Link link, State.Creating creating, Tracker tracker) {
    tracker.probe();
    var found = tracker.find(link.key().marker());
    if (!found.isEmpty()) {
      return keepFirst(link, found);
    }
    if (link.report().firing()) {
      return claim(link, tracker, creating.attempt() + 1);
    }
    // Over meanwhile: no other attempt, but the one that was made may still be carried out.
    var now = now();
    var until = creating.since().plus(Sweep.LASTS);
    return now.isBefore(until)
        ? settle(link, one -> one.moved(creating, Sweep.next(until, now), now))
        : closed(link, Optional.empty());
  }

  /// The oldest issue stays, the others are duplicates.
  private Optional<Link> keepFirst(Link link, List<Remote> found) {
    var keep = found.getFirst();
    var to = new State.Linked(keep, keep.status());
    return settle(
        link,
        one ->
            (found.size() == 1 ? one : one.sweeping(Sweep.until(now()), now()))
                .moved(to, one.handled(), now()));
  }

  /// A person must act, unless an attempt whose outcome is not known has made the issue. A look
  /// that fails is made up for: the link goes on saying what a person is to do.
  private Optional<Link> await(Link link, Tracker tracker) {
    if (!link.owesSearch()) {
      return settle(link, one -> one.waiting(now()));
    }
    List<Remote> found;
    try {
      tracker.probe();
      found = tracker.find(link.key().marker());
    } catch (TrackerFailure _) {
      return settle(link, one -> one.waiting(now()));
    }
    return found.isEmpty()
        ? settle(link, one -> one.swept(one.error(), now()).waiting(now()))
        : keepFirst(link, found);
  }

  private Optional<Link> close(Link link, State.Closed closed, Tracker tracker) {
    var remote = closed.remote().orElse(null);
    if (remote != null && link.comments().pending()) {
      return comment(link, remote, tracker);
    }
    if (remote != null && link.behind()) {
      // A person closed it: what is said now changes nothing there.
      return settle(link, one -> one.moved(closed, link.report(), now()));
    }
    if (remote != null && link.sweepUntil().isPresent()) {
      return sweep(link, remote, tracker);
    }
    if (remote == null && link.report().firing()) {
      // It was not needed, and the problem stands again.
      return settle(link, one -> one.moved(new State.New(), one.handled(), now()));
    }
    // What is reported meanwhile is looked at next.
    return settle(
        link,
        one ->
            one.report().equals(link.report())
                ? one.idle(now())
                : one.moved(closed, one.handled(), now()));
  }

  private Optional<Link> reopen(Link link, Remote known, Tracker tracker) {
    var current = tracker.get(known.id());
    if (current.isEmpty()) {
      return settle(link, one -> one.moved(new State.New(), now(), now()));
    }
    boolean open = current.get().canonical() == Remote.Canonical.OPEN;
    var remote =
        open || !link.report().firing()
            ? current.get()
            : tracker.reopen(known.id(), Drafts.recurrence(link));
    var to = state(remote, remote.status());
    return link.report().firing()
        ? settle(link, one -> one.moved(to, link.report(), now()))
        : settle(link, one -> one.moved(to, one.handled(), now()));
  }

  private Optional<Link> follow(Link link, Remote known, String ours, Tracker tracker) {
    if (handedOver(link, known)) {
      return closed(link, Optional.of(known));
    }
    var current = tracker.get(known.id());
    if (current.isEmpty()) {
      return settle(
          link, one -> one.moved(new State.Lost(known), one.report().transitionSeq(), now()));
    }
    var remote = current.get();
    if (link.comments().pending()) {
      return comment(link, remote, tracker);
    }
    if (link.behind()) {
      return tell(link, remote, ours, tracker);
    }
    if (link.sweepUntil().isPresent()) {
      return sweep(link, remote, tracker);
    }
    return settle(link, one -> one.moved(state(remote, ours), one.handled(), now()));
  }

  /// Tells the tracker what alerting said. What a person did there stays: then it is only a
  /// comment.
  private Optional<Link> tell(Link link, Remote remote, String ours, Tracker tracker) {
    boolean open = remote.canonical() == Remote.Canonical.OPEN;
    boolean byPerson = !remote.status().equals(ours);
    boolean firing = link.report().firing();
    if (open && !firing && byPerson) {
      var told = tracker.comment(remote.id(), Drafts.recovery(link));
      return settle(link, one -> one.moved(state(told, ours), link.report(), now()));
    }
    if (open == firing || byPerson) {
      return settle(link, one -> one.moved(state(remote, ours), link.report(), now()));
    }
    var after =
        firing
            ? tracker.reopen(remote.id(), Drafts.recurrence(link))
            : tracker.resolve(remote.id(), Drafts.recovery(link));
    return settle(link, one -> one.moved(state(after, after.status()), link.report(), now()));
  }

  private Optional<Link> comment(Link link, Remote remote, Tracker tracker) {
    var comment = link.comments().waiting().getFirst();
    tracker.comment(remote.id(), Drafts.comment(link, comment));
    return settle(link, one -> one.written(comment, now()));
  }

  private Optional<Link> sweep(Link link, Remote keep, Tracker tracker) {
    try {
      closeOthers(tracker.find(link.key().marker()), keep, tracker);
      return settle(link, one -> one.swept("", now()));
    } catch (TrackerFailure.Refused | TrackerFailure.RefusedByWorkflow failure) {
      return settle(
          link, one -> one.swept("a duplicate cannot be closed: " + failure.reason(), now()));
    }
  }

  private static void closeOthers(List<Remote> found, Remote keep, Tracker tracker) {
    for (var other : found) {
      if (!other.id().equals(keep.id()) && other.canonical() == Remote.Canonical.OPEN) {
        tracker.closeAsDuplicate(other.id(), keep);
      }
    }
  }

  /// Whether a later episode has taken the issue over.
  private boolean handedOver(Link link, Remote known) {
    return store
        .after(link.key())
        .flatMap(later -> later.state().found())
        .filter(remote -> remote.id().equals(known.id()))
        .isPresent();
  }

  private Optional<Link> closed(Link link, Optional<Remote> remote) {
    var to = new State.Closed(remote, now());
    return settle(link, one -> one.moved(to, link.report(), now()));
  }

  private State state(Remote remote, String ours) {
    return switch (remote.canonical()) {
      case OPEN -> new State.Linked(remote, ours);
      case RESOLVED -> new State.Resolved(remote, ours);
      case CLOSED -> new State.Closed(Optional.of(remote), now());
    };
  }

  /// Writes down what was done. A report or a comment that came meanwhile is kept; if somebody else
  /// has brought the link further, they know better.
  private Optional<Link> settle(Link from, UnaryOperator<Link> outcome) {
    var link = from;
    for (int race = 0; race < RACES_MAX; race++) {
      var written = write(link, outcome.apply(link));
      if (written.isPresent()) {
        return written;
      }
      var now = store.find(link.key());
      if (now.isEmpty() || !now.get().state().equals(from.state())) {
        return Optional.empty();
      }
      link = now.get();
    }
    return Optional.empty();
  }

  /// One write for the step and for what the timeline is to hear of it, so that neither is without
  /// the other.
  private Optional<Link> write(Link before, Link after) {
    return store.replace(after.telling(before));
  }

  private Link after(Link link, TrackerFailure failure) {
    var now = now();
    return switch (failure) {
      case TrackerFailure.Refused _, TrackerFailure.RefusedByWorkflow _ ->
          owing(link).failed(failure.reason(), now);
      case TrackerFailure.Gone _ ->
          link.state()
              .found()
              .map(remote -> link.moved(new State.Lost(remote), link.report().transitionSeq(), now))
              .orElseGet(() -> owing(link).failed(failure.reason(), now));
      case TrackerFailure.BadCredential _,
          TrackerFailure.RateLimited _,
          TrackerFailure.Unavailable _,
          TrackerFailure.UnknownOutcome _ ->
          link.retry(link.state(), failure.reason(), now.plus(wait(link, failure)), now);
    };
  }

  /// A search for what an attempt made is owed until it has answered.
  private Link owing(Link link) {
    return link.state() instanceof State.Creating ? link.sweeping(Sweep.until(now()), now()) : link;
  }

  private Duration wait(Link link, TrackerFailure failure) {
    var most = RETRY_FIRST.multipliedBy(1L << Math.min(6, link.attempts()));
    var bounded = most.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : most;
    var ours = bounded.dividedBy(2).plus(jitter.apply(bounded.dividedBy(2)));
    return failure instanceof TrackerFailure.RateLimited limited
            && limited.retryAfter().compareTo(ours) > 0
        ? limited.retryAfter()
        : ours;
  }

  private Instant now() {
    return clock.instant();
  }
}
