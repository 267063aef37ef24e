package io.aramaki.alerting.domain;

import java.util.List;

/// Keeps the book of one reign: from taking the shard until somebody else takes it.
public interface BookStore {
  /// Everything that is durable.
  Loaded load();

  /// Makes an edit durable, all of it or nothing.
  ///
  /// @param notes what goes to the timeline with it
  /// @return false if the reign is over: nothing was written
  boolean write(Edit edit, List<Noted> notes);

  /// Forgets notes that the timeline has.
  ///
  /// @return false if the reign is over
  boolean forget(List<Long> seqs);

  /// A note and its place in the outbox.
  record Noted(long seq, TimelineNote note) {}

  /// What a new reign begins with.
  ///
  /// @param notes what the timeline does not have yet, in order
  /// @param recent notifications, the newest first
  record Loaded(
      Book book,
      List<Noted> notes,
      List<io.aramaki.alerting.domain.dispatch.Notification> recent) {}
}
