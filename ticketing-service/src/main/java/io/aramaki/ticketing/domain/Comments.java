package io.aramaki.ticketing.domain;

import java.util.ArrayList;
import java.util.List;

/// Comments of people on their way into the tracker, in order.
///
/// @param waiting those that are not written yet
/// @param done the request ids of the newest that are: a retry of one adds nothing
public record Comments(List<Comment> waiting, List<String> done) {
  /// No comments.
  public static final Comments NONE = new Comments(List.of(), List.of());

  /// The most that wait.
  public static final int WAITING_MAX = 20;

  /// The most request ids that are remembered.
  static final int DONE_MAX = 50;

  public Comments {
    waiting = List.copyOf(waiting);
    done = List.copyOf(done);
  }

  /// What somebody wants to have said.
  ///
  /// @param requestId makes a retry the same comment
  public record Comment(String requestId, String text) {}

  /// Whether one waits.
  public boolean pending() {
    return !waiting.isEmpty();
  }

  boolean knows(String requestId) {
    return done.contains(requestId)
        || waiting.stream().anyMatch(comment -> comment.requestId().equals(requestId));
  }

  boolean full() {
    return waiting.size() >= WAITING_MAX;
  }

  Comments add(Comment comment) {
    var more = new ArrayList<>(waiting);
    more.add(comment);
    return new Comments(more, done);
  }

  /// A comment was written.
  Comments written(Comment comment) {
    var rest = new ArrayList<>(waiting);
    rest.remove(comment);
    var ids = new ArrayList<>(done);
    ids.add(comment.requestId());
    return new Comments(rest, ids.subList(Math.max(0, ids.size() - DONE_MAX), ids.size()));
  }
}
