package io.aramaki.gateway.domain.session;

/// The monitoring instance that owns a shard.
///
/// @param instance its id
/// @param address its gRPC address, `host:port`
/// @param epoch grows each time the shard gets an owner
public record ShardOwner(String instance, String address, long epoch) {}
