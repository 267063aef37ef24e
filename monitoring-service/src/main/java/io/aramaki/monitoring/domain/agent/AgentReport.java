package io.aramaki.monitoring.domain.agent;

import java.time.Duration;
import java.time.Instant;

/// How an agent is doing, as far as it says so itself.
///
/// @param connected true if a session is open
/// @param version the version of the agent
/// @param lastAckTime when its newest batch was made durable; [Instant#MIN] if none was
/// @param spoolRecords batches in its spool
/// @param spoolBytes bytes in its spool
/// @param oldestUnacknowledged the age of its oldest batch that is not acknowledged
/// @param refusedBatches how many of its batches were refused since the owner started
public record AgentReport(
    boolean connected,
    String version,
    Instant lastAckTime,
    long spoolRecords,
    long spoolBytes,
    Duration oldestUnacknowledged,
    long refusedBatches) {
  /// Nothing was heard of it yet.
  public static final AgentReport NOTHING =
      new AgentReport(false, "", Instant.MIN, 0, 0, Duration.ZERO, 0);

  /// The same with or without a session.
  public AgentReport connected(boolean now, String agentVersion) {
    return new AgentReport(
        now,
        agentVersion,
        lastAckTime,
        spoolRecords,
        spoolBytes,
        oldestUnacknowledged,
        refusedBatches);
  }

  /// The same with what it says of its spool.
  public AgentReport spool(long records, long bytes, Duration oldest) {
    return new AgentReport(connected, version, lastAckTime, records, bytes, oldest, refusedBatches);
  }

  /// The same after another answer to a batch.
  public AgentReport acknowledged(Instant now, boolean refused) {
    return new AgentReport(
        connected,
        version,
        now,
        spoolRecords,
        spoolBytes,
        oldestUnacknowledged,
        refusedBatches + (refused ? 1 : 0));
  }
}
