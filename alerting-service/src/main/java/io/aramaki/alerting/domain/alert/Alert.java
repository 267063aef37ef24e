package io.aramaki.alerting.domain.alert;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// An active problem of a system. One object is one state of it; what happens to it makes the next
/// one.
///
/// ```
///            worsen, ease, acknowledge
///                  ┌───┐
///   fire ──▶ Firing ◀──┘ ──▶ Resolved
///                        └──▶ Expired
/// ```
///
/// @param key which problem
/// @param episode counts the times that the problem appeared, from 1
/// @param state where it stands
/// @param severity how bad it is, or was at its end
/// @param labels those of the check with `system`, `check`, `agent`, `severity`
/// @param summary the output of the check
/// @param transitionSeq counts its transitions, from 1
/// @param start when it began to fire
/// @param update when it last changed
/// @param traceparent W3C traceparent of the newest transition; empty if none
public record Alert(
    AlertKey key,
    long episode,
    State state,
    Severity severity,
    Map<String, String> labels,
    String summary,
    long transitionSeq,
    Instant start,
    Instant update,
    String traceparent) {

  /// The longest summary that is kept, in UTF-16 units.
  public static final int SUMMARY_MAX = 4_000;

  public Alert {
    labels = Map.copyOf(labels);
    if (episode < 1 || transitionSeq < 1) {
      throw new IllegalArgumentException(
          "episode %d, transition %d (expected: from 1)".formatted(episode, transitionSeq));
    }
    summary = cut(summary);
  }

  /// Where an alert stands.
  public sealed interface State {
    /// The problem stands.
    record Firing(Optional<Acknowledgement> acknowledgement) implements State {}

    /// The problem is over, by recovery or by hand.
    record Resolved(Instant when, Optional<Acknowledgement> acknowledgement) implements State {}

    /// Nothing was heard of it any more.
    record Expired(Instant when, Optional<Acknowledgement> acknowledgement) implements State {}

    Optional<Acknowledgement> acknowledgement();
  }

  /// Somebody took the alert.
  ///
  /// @param owner a resource name
  public record Acknowledgement(String owner, String comment, Instant when) {
    boolean same(Acknowledgement other) {
      return owner.equals(other.owner) && comment.equals(other.comment);
    }
  }

  /// The next state of an alert and the entry for its history.
  public record Change(Alert alert, Transition transition) {}

  /// A problem appears.
  public static Change fire(AlertKey key, long episode, Problem problem, Instant now) {
    var alert =
        new Alert(
            key,
            episode,
            new State.Firing(Optional.empty()),
            problem.severity(),
            labels(key, problem),
            problem.summary(),
            1,
            now,
            now,
            problem.traceparent());
    return alert.entry(
        "fired", "", problem.severity().label() + ": " + firstLine(problem.summary()), now);
  }

  public String id() {
    return key.id(episode);
  }

  /// Changes with every change.
  public String etag() {
    return Long.toString(transitionSeq);
  }

  public boolean firing() {
    return state instanceof State.Firing;
  }

  public boolean acknowledged() {
    return firing() && state.acknowledgement().isPresent();
  }

  /// The problem still stands, perhaps with another severity. A higher one reopens an
  /// acknowledgement.
  public Optional<Change> observe(Problem problem, Instant now) {
    if (problem.severity() == severity) {
      return Optional.empty();
    }
    var kept =
        problem.severity().worseThan(severity)
            ? Optional.<Acknowledgement>empty()
            : state.acknowledgement();
    var next =
        new Alert(
            key,
            episode,
            new State.Firing(kept),
            problem.severity(),
            labels(key, problem),
            problem.summary(),
            transitionSeq + 1,
            start,
            now,
            problem.traceparent());
    var text =
        "%s, was %s: %s"
            .formatted(problem.severity().label(), severity.label(), firstLine(problem.summary()));
    return Optional.of(next.entry("severity-changed", "", text, now));
  }

  /// Somebody takes the alert; the same owner with the same comment again changes nothing.
  public Optional<Change> acknowledge(Acknowledgement taken) {
    var standing = state.acknowledgement();
    if (standing.filter(taken::same).isPresent()) {
      return Optional.empty();
    }
    var next = with(new State.Firing(Optional.of(taken)), summary, traceparent, taken.when());
    return Optional.of(next.entry("acknowledged", taken.owner(), taken.comment(), taken.when()));
  }

  /// The problem is over.
  ///
  /// @param actor who says so; empty if the check does
  public Change resolve(String actor, String words, String trace, Instant now) {
    var next =
        with(
            new State.Resolved(now, state.acknowledgement()),
            words.isEmpty() ? summary : words,
            trace,
            now);
    return next.entry("resolved", actor, firstLine(words), now);
  }

  private Alert with(State next, String words, String trace, Instant now) {
    return new Alert(
        key, episode, next, severity, labels, words, transitionSeq + 1, start, now, trace);
  }

  private Change entry(String kind, String actor, String text, Instant now) {
    return new Change(this, new Transition(id(), transitionSeq, kind, now, actor, text, severity));
  }

  private static Map<String, String> labels(AlertKey key, Problem problem) {
    var labels = new TreeMap<>(problem.labels());
    labels.put("system", AlertKey.lastSegment(key.system()));
    labels.put("check", AlertKey.lastSegment(key.check()));
    labels.put("agent", AlertKey.lastSegment(key.agent()));
    labels.put("severity", problem.severity().label());
    return labels;
  }

  /// Cuts between characters, never within one.
  private static String cut(String text) {
    if (text.length() <= SUMMARY_MAX) {
      return text;
    }
    int end = SUMMARY_MAX - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  private static String firstLine(String text) {
    return Objects.requireNonNullElse(text.lines().findFirst().orElse(null), "");
  }
}
