package io.aramaki.alerting.domain;

import io.aramaki.alerting.domain.alert.Alert;
import java.util.List;
import java.util.Optional;

/// Keeps the book of one reign: from taking the shard until somebody else takes it. Every
/// implementation passes `BookStoreContract`.
public interface BookStore {
  /// Everything that is durable.
  Loaded load();

  /// Makes an edit durable, all of it or nothing.
  ///
  /// @param notes what goes to the timeline with it, numbered on from those before
  /// @return false if the reign is over: nothing was written
  boolean write(Edit edit, List<Noted> notes);

  /// Notes after a position, in order.
  List<Noted> notes(long after, int limit);

  /// Remembers up to which position the timeline has the notes.
  ///
  /// @return false if the reign is over
  boolean noted(long upTo);

  /// An alert as it is now, whoever reigns.
  Optional<Alert> alert(String id);

  /// Whether the reign still lasts, now.
  boolean reigns();

  /// A note and its place in the log.
  record Noted(long seq, TimelineNote note) {}

  /// What a reign begins with.
  ///
  /// @param noteMark up to which position the timeline has the notes
  /// @param noteHead the position of the newest note
  record Loaded(Book book, long noteMark, long noteHead) {}
}
