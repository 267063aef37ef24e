package io.aramaki.monitoring.domain.quarantine;

import io.aramaki.monitoring.domain.sequence.BatchKey;
import java.nio.ByteBuffer;
import java.time.Instant;

/// Something that an agent sent and that cannot be used, kept for people with its reason.
///
/// @param agent the agent
/// @param key the batch
/// @param item what in the batch: empty for all of it, else for example `results[3]`
/// @param reason for machines, UPPER_SNAKE
/// @param message what was wrong
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
    Instant time) {}
