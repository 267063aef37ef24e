package io.aramaki.monitoring.domain.quarantine;

import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import java.nio.ByteBuffer;
import java.time.Instant;

/// Something that an agent sent and that cannot be used, kept for people with its reason.
///
/// @param agent the agent
/// @param key the batch
/// @param item what in the batch: empty for all of it, else for example `results[3]`
/// @param reason for machines, UPPER_SNAKE
/// @param message what was wrong; a long one is cut
/// @param header the batch's header
/// @param content the batch's content; empty if the journal has it
/// @param time when, by monitoring's clock
public record QuarantineEntry(
    String agent,
    BatchKey key,
    String item,
    String reason,
    String message,
    ByteBuffer header,
    ByteBuffer content,
    Instant time) {
  private static final int MESSAGE_LENGTH_MAX = 500;

  public QuarantineEntry {
    message =
        message.length() > MESSAGE_LENGTH_MAX ? message.substring(0, MESSAGE_LENGTH_MAX) : message;
  }

  /// A row of the journal, or an item of it.
  ///
  /// @param item empty for all of it
  public static QuarantineEntry of(
      JournalRow row, String item, String reason, String message, Instant time) {
    return new QuarantineEntry(
        row.agent(),
        row.head().key(),
        item,
        reason,
        message,
        row.header(),
        item.isEmpty() ? row.content() : ByteBuffer.allocate(0),
        time);
  }
}
