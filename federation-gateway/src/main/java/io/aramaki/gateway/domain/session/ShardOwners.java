package io.aramaki.gateway.domain.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who owns which agents, as far as the gateway has heard.
///
/// Instances answer what each of them sees, so answers may contradict each other for a moment. The
/// higher epoch is the newer truth; an owner that an answer leaves out stays until somebody else is
/// named, since a wrong owner refuses the stream and the agent comes back.
public final class ShardOwners {
  private static final ShardOwners NONE = new ShardOwners(0, Map.of());

  private final int shardCount;
  private final Map<Integer, ShardOwner> owners;

  private ShardOwners(int shardCount, Map<Integer, ShardOwner> owners) {
    this.shardCount = shardCount;
    this.owners = Map.copyOf(owners);
  }

  /// Nothing has been heard yet.
  public static ShardOwners none() {
    return NONE;
  }

  /// Takes in one answer.
  ///
  /// @param count how many shards there are; another number than before begins afresh
  public ShardOwners merge(int count, Map<Integer, ShardOwner> heard) {
    if (count < 1) {
      return this;
    }
    var merged = new HashMap<Integer, ShardOwner>();
    if (count == shardCount) {
      merged.putAll(owners);
    }
    heard.forEach((shard, owner) ->
        merged.merge(shard, owner, (old, fresh) -> fresh.epoch() >= old.epoch() ? fresh : old));
    return new ShardOwners(count, merged);
  }

  /// Answers who owns an agent; empty if that is not known.
  public Optional<ShardOwner> ownerOf(String agent) {
    return shardCount == 0
        ? Optional.empty()
        : Optional.ofNullable(owners.get(Shards.of(agent, shardCount)));
  }

  /// Answers the addresses of all owners.
  public Set<String> addresses() {
    return owners.values().stream()
        .map(ShardOwner::address)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Answers how many shards have a known owner.
  public int owned() {
    return owners.size();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ShardOwners that
        && shardCount == that.shardCount
        && owners.equals(that.owners);
  }

  @Override
  public int hashCode() {
    return owners.hashCode();
  }

  /// Answers how many shards there are; 0 before the first answer.
  public int shardCount() {
    return shardCount;
  }
}
