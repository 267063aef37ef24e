package io.aramaki.ticketing.domain.tracker;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Somebody's tracker. Every method that writes reads back and returns what is there then: an
/// answer of the tracker alone proves nothing. Every method throws a [TrackerFailure].
public interface Tracker {
  /// The tracker's name in the configuration.
  String name();

  /// Its kind, such as `redmine`.
  String kind();

  /// How long a new issue may take to be found by search.
  Duration indexLag();

  /// How long a create may take until it is over, one way or the other.
  Duration patience();

  /// Finds out whether the credential is that of the configured bot: a wrong one may look like an
  /// empty tracker.
  void probe();

  Remote create(Draft draft);

  /// The issues with this marker, the oldest first.
  List<Remote> find(String marker);

  /// The issue; empty if it was deleted.
  Optional<Remote> get(String id);

  /// Adds a note, unless it is there.
  Remote comment(String id, Note note);

  /// Brings the issue to the state of problems that are over; what is there already is not done
  /// again.
  Remote resolve(String id, Note note);

  /// Brings the issue to the state of problems that stand; what is there already is not done again.
  Remote reopen(String id, Note note);

  /// Closes an issue that should not exist beside another one.
  Remote closeAsDuplicate(String id, Remote of);
}
