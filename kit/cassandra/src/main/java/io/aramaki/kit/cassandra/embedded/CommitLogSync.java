package io.aramaki.kit.cassandra.embedded;

/// When Cassandra acknowledges a write, seen from its commit log.
public enum CommitLogSync {
  /// After the log is on the disk: writes of a window of a few milliseconds share one fsync. What
  /// we ship.
  GROUP("commitlog_sync: group\ncommitlog_sync_group_window: 5ms\n"),

  /// Before the log is on the disk, up to ten seconds. Loses acknowledged writes with the power;
  /// here so that the durability test can fail.
  PERIODIC("commitlog_sync: periodic\ncommitlog_sync_period: 10000ms\n");

  private final String yaml;

  CommitLogSync(String yaml) {
    this.yaml = yaml;
  }

  String yaml() {
    return yaml;
  }
}
