package io.aramaki.monitoring.grpc;

/// The owner of a shard, as this instance sees it.
///
/// @param shard the shard
/// @param instance the owner's name
/// @param address the owner's address, `host:port`
/// @param epoch the owner's epoch
public record Owner(int shard, String instance, String address, long epoch) {}
