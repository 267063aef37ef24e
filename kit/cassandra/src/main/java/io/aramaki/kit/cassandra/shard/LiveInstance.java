package io.aramaki.kit.cassandra.shard;

/// An instance of the service that is alive as far as this one can see.
///
/// @param name stays the same over restarts
/// @param incarnation grows with each start under the same name
/// @param address where its peers reach it, as it said itself
public record LiveInstance(String name, long incarnation, String address) {
  /// What the table of shards calls it: new in each run.
  String owner() {
    return name + "/" + incarnation;
  }
}
