package io.aramaki.inventory.domain.run;

import io.aramaki.inventory.domain.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One execution of an action.
///
/// @param order what was asked for
/// @param state where it stands
/// @param transitions every state that it has had, the present one last
/// @param published how many transitions the timeline has been told of
/// @param eventSeq the last event of the agent that was applied; 0 if none was
/// @param outputLength how much it printed so far, in bytes
/// @param version 1 after creation, one more with every change
public record Run(
    RunOrder order,
    RunState state,
    List<Transition> transitions,
    int published,
    long eventSeq,
    long outputLength,
    long version) {

  /// One state that a run has had.
  ///
  /// @param state the word of the state
  /// @param time since when
  /// @param actor who brought it about: a resource name
  /// @param detail why, for people; may be empty
  public record Transition(String state, Instant time, String actor, String detail) {}

  public Run {
    transitions = List.copyOf(transitions);
  }

  static Run requested(RunOrder order) {
    var state = new RunState.Requested();
    var transition = new Transition(state.word(), order.createTime(), order.requester(), "");
    return new Run(order, state, List.of(transition), 0, 0, 0, 1);
  }

  public RunId id() {
    return order.id();
  }

  public boolean hasEnded() {
    return state instanceof RunState.Ended;
  }

  /// Tells whether nothing is left to be done: it ended, and the timeline knows it.
  public boolean isClosed() {
    return hasEnded() && published == transitions.size();
  }

  Run to(RunState next, Instant time, String actor, String detail) {
    var more = new ArrayList<>(transitions);
    more.add(new Transition(next.word(), time, actor, detail));
    return new Run(order, next, more, published, eventSeq, outputLength, version + 1);
  }

  Run withPublished(int count) {
    return new Run(order, state, transitions, count, eventSeq, outputLength, version + 1);
  }

  /// Answers the run after an event was applied, with the version that one write makes.
  Run withEvent(long seq, long length, Run before) {
    return new Run(order, state, transitions, published, seq, length, before.version + 1);
  }
}
