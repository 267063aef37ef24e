package io.aramaki.ticketing.domain;

import io.aramaki.ticketing.domain.timeline.Untold;
import io.aramaki.ticketing.domain.tracker.Remote;
import java.time.Instant;
import java.util.Optional;

/// One row of the ledger: what we want in the tracker for one episode of one problem, and what is
/// there.
///
/// ```
///   New ─▶ Creating ─▶ Linked ⇄ Resolved ─▶ Closed
///    ▲        │          ▲ │        │
///    └────────┤          │ └────────┴──▶ Lost
///             └─▶ Failed └─ Reopening
/// ```
///
/// @param revision grows with every write; a write names the one that it replaces
/// @param report what alerting last said
/// @param handled the transition up to which the tracker was told; the one before the newest if the
///   tracker heard that this fires and not that it is taken back
/// @param ended when the problem was over, by our clock; empty while it stands
/// @param attempts failed tries in a row
/// @param next when it is worked on next; empty if there is nothing to do
/// @param error why it is not where it should be; empty if it is
/// @param sweepUntil until when duplicates of its issue may appear, and are looked for
/// @param untold what the timeline is to hear; written with the step that it tells of
public record Link(
    LinkKey key,
    long revision,
    State state,
    AlertReport report,
    long handled,
    Optional<Instant> ended,
    int attempts,
    Optional<Instant> next,
    String error,
    Comments comments,
    Optional<Instant> sweepUntil,
    Untold untold,
    Instant create,
    Instant update) {

  /// Where the link stands.
  public sealed interface State {
    /// Recorded, not yet in the tracker.
    record New() implements State {}

    /// A create is under way, or ended without an answer.
    ///
    /// @param attempt counts the creates that may have been carried out
    /// @param since when this one was sent
    record Creating(int attempt, Instant since) implements State {}

    /// It takes over the issue of an earlier episode, which is to be open again.
    record Reopening(Remote remote) implements State {}

    /// It exists and is open.
    ///
    /// @param ours the tracker's status that our last write left
    record Linked(Remote remote, String ours) implements State {}

    /// It exists and is resolved, by us or by somebody.
    record Resolved(Remote remote, String ours) implements State {}

    /// It is closed, was handed to a later episode, or is not needed.
    record Closed(Optional<Remote> remote, Instant when) implements State {}

    /// The tracker refuses it; a person must act.
    record Failed(Optional<Remote> remote) implements State {}

    /// It was deleted in the tracker.
    record Lost(Remote last) implements State {}

    /// What is in the tracker, as far as known.
    default Optional<Remote> found() {
      return switch (this) {
        case New _, Creating _ -> Optional.empty();
        case Reopening reopening -> Optional.of(reopening.remote());
        case Linked linked -> Optional.of(linked.remote());
        case Resolved resolved -> Optional.of(resolved.remote());
        case Closed closed -> closed.remote();
        case Failed failed -> failed.remote();
        case Lost lost -> Optional.of(lost.last());
      };
    }

    /// Whether somebody is to see to it: its issue is open, or is to be made or opened.
    default boolean open() {
      return switch (this) {
        case New _, Creating _, Reopening _, Linked _, Failed _ -> true;
        case Resolved _, Closed _, Lost _ -> false;
      };
    }

    /// Whether comments can be written.
    default boolean takesComments() {
      return switch (this) {
        case Reopening _, Linked _, Resolved _ -> true;
        case Closed closed -> closed.remote().isPresent();
        case New _, Creating _, Failed _, Lost _ -> false;
      };
    }
  }

  /// A problem that is to have an issue.
  ///
  /// @param state NEW, or REOPENING with the issue of an earlier episode
  public static Link open(LinkKey key, State state, AlertReport report, Instant now) {
    return new Link(
        key,
        0,
        state,
        report,
        0,
        report.firing() ? Optional.empty() : Optional.of(now),
        0,
        Optional.of(now),
        "",
        Comments.NONE,
        Optional.empty(),
        Untold.NONE,
        now,
        now);
  }

  /// Takes a report that says something new; another one changes nothing.
  ///
  /// An alert whose route leads elsewhere is taken back with the transition that it fired with. So
  /// of two reports of one transition the end counts: a copy of the firing one that comes late does
  /// not open what was taken back. A route that leads here again cannot be told from such a copy;
  /// the problem stands again with the next transition of its alert.
  public Link take(AlertReport newer, Instant now) {
    if (!newer.isNewsAfter(report)) {
      return this;
    }
    var heard = Math.min(handled, newer.transitionSeq() - 1);
    var end = newer.firing() ? Optional.<Instant>empty() : Optional.of(now);
    return new Link(
        key,
        revision,
        state,
        newer,
        heard,
        end,
        0,
        Optional.of(now),
        error,
        comments,
        sweepUntil,
        untold,
        create,
        now);
  }

  /// The next row after a step that succeeded.
  ///
  /// @param upTo the transition up to which the tracker knows the alert now
  public Link moved(State to, long upTo, Instant now) {
    return with(to, upTo, 0, "", comments, sweepUntil, now).rest(now);
  }

  /// The next row after a step that succeeded.
  ///
  /// @param told what the tracker knows of the alert now; what was said meanwhile is told next
  Link moved(State to, AlertReport told, Instant now) {
    boolean takenBack = report.firing() != told.firing() && !behind(told.transitionSeq());
    return moved(to, told.transitionSeq() - (takenBack ? 1 : 0), now);
  }

  /// The next row after a step that succeeded, to be looked at again at some time.
  public Link moved(State to, Instant then, Instant now) {
    return with(to, handled, 0, "", comments, sweepUntil, now).due(Optional.of(then));
  }

  /// The row while a step is under way, to be looked at again at some time. The failures before it
  /// count until it has succeeded.
  Link trying(State to, Instant then, Instant now) {
    return with(to, handled, attempts, error, comments, sweepUntil, now).due(Optional.of(then));
  }

  /// The next row after a step that failed and is tried again.
  public Link retry(State to, String why, Instant then, Instant now) {
    return with(to, handled, attempts + 1, why, comments, sweepUntil, now).due(Optional.of(then));
  }

  /// The next row after a step that will not succeed before a person acts.
  public Link failed(String why, Instant now) {
    var to = new State.Failed(state.found());
    return with(to, handled, attempts + 1, why, comments, sweepUntil, now).waiting(now);
  }

  /// Looks for duplicates of its issue until some time.
  public Link sweeping(Instant until, Instant now) {
    return with(state, handled, attempts, error, comments, Optional.of(until), now);
  }

  /// Duplicates were looked for.
  ///
  /// @param why a duplicate cannot be closed; empty if all is well
  public Link swept(String why, Instant now) {
    var until = sweepUntil.filter(now::isBefore);
    return with(state, handled, attempts, why, comments, until, now).rest(now);
  }

  /// There is nothing to do, whatever was said.
  public Link idle(Instant now) {
    return with(state, report.transitionSeq(), attempts, error, comments, sweepUntil, now)
        .due(Optional.empty());
  }

  /// There is nothing to do before a person acts, but to look for an issue that may be there; what
  /// was said meanwhile is told then.
  Link waiting(Instant now) {
    var then = sweepUntil.filter(_ -> owesSearch()).map(until -> Sweep.next(until, now));
    return with(state, handled, attempts, error, comments, sweepUntil, now).due(then);
  }

  /// Whether it FAILED while an attempt whose outcome is not known may have made its issue.
  boolean owesSearch() {
    return state instanceof State.Failed failed
        && failed.remote().isEmpty()
        && sweepUntil.isPresent();
  }

  /// Asks for a comment.
  public Link commented(Comments.Comment comment, Instant now) {
    return with(state, handled, attempts, error, comments.add(comment), sweepUntil, now)
        .due(Optional.of(now));
  }

  /// A comment was written.
  public Link written(Comments.Comment comment, Instant now) {
    return with(state, handled, attempts, error, comments.written(comment), sweepUntil, now)
        .rest(now);
  }

  /// Tries a failed one once more; another one stays as it is. Whether an issue was made is not
  /// known, so it is looked for first.
  public Link again(Instant now) {
    if (!(state instanceof State.Failed)) {
      return this;
    }
    State from =
        state
            .found()
            .<State>map(remote -> new State.Linked(remote, remote.status()))
            .orElseGet(() -> new State.Creating(1, now));
    return with(from, handled, 0, "", comments, sweepUntil, now).due(Optional.of(now));
  }

  /// Has the timeline hear what the step from the row before did.
  Link telling(Link before) {
    return Drafts.line(before, this).map(note -> telling(untold.add(note))).orElse(this);
  }

  /// The timeline has heard these.
  public Link told(Untold heard) {
    return telling(untold.without(heard));
  }

  private Link telling(Untold waiting) {
    return with(revision, waiting);
  }

  private Link with(long number, Untold waiting) {
    return new Link(
        key,
        number,
        state,
        report,
        handled,
        ended,
        attempts,
        next,
        error,
        comments,
        sweepUntil,
        waiting,
        create,
        update);
  }

  /// Whether the tracker has not heard of the newest report.
  boolean behind() {
    return behind(handled);
  }

  private boolean behind(long upTo) {
    return report.transitionSeq() > upTo;
  }

  /// Since when something waits for the tracker that it has not heard of, or that nobody knows of
  /// whether it has; empty if nothing does. Looking for duplicates is no waiting.
  public Optional<Instant> waitingSince() {
    boolean waits =
        next.isPresent()
            && !(state instanceof State.Failed)
            && (behind()
                || state instanceof State.Creating
                || (comments.pending() && state.takesComments()));
    return waits ? Optional.of(ended.orElse(create)) : Optional.empty();
  }

  public Link withRevision(long number) {
    return with(number, untold);
  }

  /// The title of its issue.
  public String title() {
    var line = report.summary().lines().findFirst().orElse("");
    var system = report.system().substring(report.system().lastIndexOf('/') + 1);
    var check = report.labels().getOrDefault("check", "");
    return "[%s] %s %s: %s"
        .formatted(report.severity(), system, check, line)
        .replaceAll("\\p{Cntrl}", " ");
  }

  /// When there is something to do next, after all went well.
  private Link rest(Instant now) {
    if (behind() || (comments.pending() && state.takesComments())) {
      return due(Optional.of(now));
    }
    return due(sweepUntil.map(until -> Sweep.next(until, now)));
  }

  private Link due(Optional<Instant> then) {
    return new Link(
        key,
        revision,
        state,
        report,
        handled,
        ended,
        attempts,
        then,
        error,
        comments,
        sweepUntil,
        untold,
        create,
        update);
  }

  private Link with(
      State to,
      long upTo,
      int failures,
      String why,
      Comments words,
      Optional<Instant> until,
      Instant now) {
    return new Link(
        key, revision, to, report, upTo, ended, failures, next, why, words, until, untold, create,
        now);
  }
}
