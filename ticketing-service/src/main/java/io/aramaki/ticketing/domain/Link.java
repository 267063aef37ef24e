package io.aramaki.ticketing.domain;

import java.time.Instant;
import java.util.Optional;

/// One row of the ledger: what we want in the tracker for one episode of one problem, and what is
/// there.
///
/// ```
///   New ─▶ Creating ─▶ Linked ⇄ Resolved ─▶ Closed
///    ▲        │           │        │
///    └────────┤           └────────┴──▶ Lost
///             └──▶ Failed
/// ```
///
/// @param revision grows with every write; a write names the one that it replaces
/// @param report what alerting last said
/// @param attempts failed tries in a row
/// @param next when it is worked on next; empty if there is nothing to do
/// @param error why it is not where it should be; empty if it is
/// @param pending comments that wait to be written
public record Link(
    LinkKey key,
    long revision,
    State state,
    AlertReport report,
    int attempts,
    Optional<Instant> next,
    String error,
    Pending pending,
    Instant create,
    Instant update) {

  /// Where the link stands.
  public sealed interface State {
    /// Recorded, not yet in the tracker.
    record New() implements State {}

    /// A create is under way, or ended without an answer.
    ///
    /// @param attempt counts the creates that were sent
    /// @param since when this one was sent
    record Creating(int attempt, Instant since) implements State {}

    /// It exists and is open.
    ///
    /// @param ours the tracker's status that our last write left
    record Linked(Remote remote, String ours) implements State {}

    /// We resolved it.
    record Resolved(Remote remote, String ours) implements State {}

    /// Somebody closed it.
    record Closed(Remote remote, Instant when) implements State {}

    /// The tracker refuses it; a person must act.
    record Failed(Optional<Remote> remote) implements State {}

    /// It was deleted in the tracker.
    record Lost(Remote last) implements State {}

    /// What is in the tracker, as far as known.
    default Optional<Remote> found() {
      return switch (this) {
        case New _, Creating _ -> Optional.empty();
        case Linked linked -> Optional.of(linked.remote());
        case Resolved resolved -> Optional.of(resolved.remote());
        case Closed closed -> Optional.of(closed.remote());
        case Failed failed -> failed.remote();
        case Lost lost -> Optional.of(lost.last());
      };
    }
  }

  /// A comment of a person that waits to be written; one at a time.
  ///
  /// @param requestId makes a retry the same comment
  public record Pending(String requestId, String text) {
    /// Nothing waits.
    public static final Pending NONE = new Pending("", "");

    public boolean waits() {
      return !text.isEmpty();
    }
  }

  /// A problem that is to have an issue.
  public static Link open(LinkKey key, AlertReport report, Instant now) {
    return new Link(
        key, 0, new State.New(), report, 0, Optional.of(now), "", Pending.NONE, now, now);
  }

  /// Takes a newer report; an older one changes nothing.
  public Link take(AlertReport newer, Instant now) {
    if (newer.transitionSeq() <= report.transitionSeq()) {
      return this;
    }
    return new Link(key, revision, state, newer, 0, Optional.of(now), error, pending, create, now);
  }

  /// The next row after a step that succeeded.
  public Link moved(State to, Optional<Instant> then, Instant now) {
    return new Link(key, revision, to, report, 0, then, "", pending, create, now);
  }

  /// The next row after a step that failed and is tried again.
  public Link retry(State to, String why, Instant then, Instant now) {
    return new Link(
        key, revision, to, report, attempts + 1, Optional.of(then), why, pending, create, now);
  }

  /// The next row after a step that will not succeed before a person acts.
  public Link failed(String why, Instant now) {
    return new Link(
        key,
        revision,
        new State.Failed(state.found()),
        report,
        attempts + 1,
        Optional.empty(),
        why,
        pending,
        create,
        now);
  }

  /// Asks for a comment.
  public Link commented(Pending comment, Instant now) {
    return new Link(
        key, revision, state, report, attempts, Optional.of(now), error, comment, create, now);
  }

  /// The comment was written.
  public Link commentDone(Instant now) {
    return new Link(key, revision, state, report, attempts, next, error, Pending.NONE, create, now);
  }

  /// Tries a failed one once more.
  public Link again(Instant now) {
    State from =
        state
            .found()
            .<State>map(remote -> new State.Linked(remote, remote.status()))
            .orElseGet(State.New::new);
    return state instanceof State.Failed
        ? new Link(key, revision, from, report, 0, Optional.of(now), "", pending, create, now)
        : this;
  }

  public Link withRevision(long number) {
    return new Link(key, number, state, report, attempts, next, error, pending, create, update);
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
}
