package io.aramaki.kit.cassandra.shard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Decides what this instance should do about each shard, given what it sees. Pure.
final class Assignment {
  /// One thing to do.
  sealed interface Move {
    int shard();

    /// Take over what nobody alive owns.
    record Claim(int shard, long expectedEpoch) implements Move {}

    /// Hand over to another that should own it.
    record GiveUp(int shard, long epoch) implements Move {}

    /// Notice that another has taken it.
    record Lost(int shard, long epoch) implements Move {}
  }

  private final LiveInstance self;
  private final int shards;

  Assignment(LiveInstance self, int shards) {
    this.self = self;
    this.shards = shards;
  }

  /// @param held the shards this instance owns, with their epochs
  List<Move> decide(
      List<LiveInstance> alive, Map<Integer, ShardState> states, Map<Integer, Long> held) {
    var names = alive.stream().map(LiveInstance::name).toList();
    var owners = alive.stream().map(LiveInstance::owner).collect(Collectors.toUnmodifiableSet());
    // A newer process under our name has replaced this one: it must let go of everything and claim
    // nothing.
    boolean replaced = !owners.contains(self.owner());
    var moves = new ArrayList<Move>();
    for (int shard = 0; shard < shards; shard++) {
      var state = states.getOrDefault(shard, ShardState.unclaimed(shard));
      boolean preferred =
          !replaced && Shards.preferred(shard, names).filter(self.name()::equals).isPresent();
      var epoch = held.get(shard);
      if (epoch != null) {
        if (state.epoch() > epoch) {
          moves.add(new Move.Lost(shard, epoch));
        } else if (!preferred) {
          moves.add(new Move.GiveUp(shard, epoch));
        }
      } else if (preferred
          && state
              .owner()
              .filter(owner -> owners.contains(owner) && !owner.equals(self.owner()))
              .isEmpty()) {
        moves.add(new Move.Claim(shard, state.epoch()));
      }
    }
    return moves;
  }
}
