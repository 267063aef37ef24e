package io.aramaki.ticketing.domain;

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

  /// Finds out whether the credential is that of the configured bot: a wrong one may look like an
  /// empty tracker.
  void probe();

  Remote create(Draft draft);

  /// The issues with this marker, the oldest first.
  List<Remote> find(String marker);

  /// The issue; empty if it was deleted.
  Optional<Remote> get(String id);

  Remote comment(String id, String text);

  Remote resolve(String id, String comment);

  Remote reopen(String id, String comment);

  /// Closes an issue that should not exist beside another one.
  Remote closeAsDuplicate(String id, Remote of);
}
