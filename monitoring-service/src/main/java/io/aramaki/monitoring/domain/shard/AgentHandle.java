package io.aramaki.monitoring.domain.shard;

import io.aramaki.monitoring.domain.agent.RecentBatches;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.subject.SubjectSet;
import java.time.Duration;
import java.time.Instant;

/// What a session holds of its agent's owner. May be used by any thread.
public final class AgentHandle {
  private final ShardRunner runner;
  private final AgentDesk desk;

  AgentHandle(ShardRunner runner, AgentDesk desk) {
    this.runner = runner;
    this.desk = desk;
  }

  public String agent() {
    return desk.book().agent();
  }

  public String system() {
    return desk.book().system();
  }

  /// True while this instance is the owner, as far as it knows.
  public boolean isOwned() {
    return runner.isRunning();
  }

  public RecentBatches recent() {
    return desk.recent();
  }

  /// Tells whether a batch was applied, or cannot be any more, so that the journal must be asked.
  public boolean isPast(BatchKey key) {
    return desk.isPast(key);
  }

  /// Tells whether a batch was applied.
  public boolean wasApplied(BatchKey key) {
    return desk.wasApplied(key);
  }

  /// Hands over a batch that is durable; waits while the shard is busy.
  public void arrived(JournalRow row) {
    runner.arrived(row);
  }

  /// Notes that a seq was used twice, for somebody to look.
  public void reused(BatchKey key) {
    desk.reused(key);
  }

  /// Notes an answer, for the agent's status.
  public void answered(Instant now, boolean refused) {
    desk.report(report -> report.acknowledged(now, refused));
  }

  /// Hands over a heartbeat.
  public void heartbeat(
      BatchKey acknowledged, SubjectSet subjects, long records, long bytes, Duration oldest) {
    desk.report(report -> report.spool(records, bytes, oldest));
    runner.heartbeat(agent(), acknowledged, subjects);
  }

  /// The session has ended.
  public void closed() {
    runner.closed(agent());
  }
}
