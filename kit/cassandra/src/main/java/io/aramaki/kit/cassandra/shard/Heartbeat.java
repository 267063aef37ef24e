package io.aramaki.kit.cassandra.shard;

/// One row of the table of live instances.
///
/// @param counter grows with each beat; [#GONE] says goodbye
record Heartbeat(LiveInstance instance, long counter) {
  static final long GONE = -1;
}
