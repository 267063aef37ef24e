package io.aramaki.monitoring.app;

import io.aramaki.kit.cassandra.shard.LiveInstance;
import io.aramaki.kit.cassandra.shard.Ownership;
import io.aramaki.kit.cassandra.shard.OwnershipListener;
import io.aramaki.monitoring.domain.shard.Shards;
import io.aramaki.monitoring.grpc.Owner;
import io.aramaki.monitoring.grpc.outbound.Peers.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Who owns which shard. It exists before the ownership begins, since the server must listen before
/// others can be told where.
final class Owners implements OwnershipListener {
  private final AtomicReference<@Nullable Ownership> ownership = new AtomicReference<>();
  private final AtomicReference<@Nullable Shards> steered = new AtomicReference<>();
  private final String self;

  Owners(String self) {
    this.self = self;
  }

  /// Tells these shards from now on what this instance owns.
  void steer(Shards shards) {
    steered.set(shards);
    shards.ownerAddress(shard -> ownerOf(shard).map(LiveInstance::address).orElse(""));
    shards.onFenced((shard, epoch) -> {
      @Nullable Ownership begun = ownership.get();
      if (begun != null) {
        begun.fenced(shard, epoch);
      }
    });
  }

  void begin(Ownership begun) {
    ownership.set(begun);
  }

  @Override
  public void acquired(int shard, long epoch) {
    steered().acquired(shard, epoch);
  }

  @Override
  public void lost(int shard) {
    steered().lost(shard);
  }

  private Shards steered() {
    return Objects.requireNonNull(steered.get(), "shards");
  }

  /// True if it is known that no other instance lives.
  boolean isAlone() {
    List<LiveInstance> live = live();
    return live.size() == 1 && live.getFirst().name().equals(self);
  }

  List<LiveInstance> live() {
    @Nullable Ownership begun = ownership.get();
    return begun == null ? List.of() : begun.liveInstances();
  }

  List<Peer> others() {
    return live().stream()
        .filter(instance -> !instance.name().equals(self))
        .map(instance -> new Peer(instance.name(), instance.address()))
        .toList();
  }

  List<Owner> all() {
    @Nullable Ownership begun = ownership.get();
    var owners = new ArrayList<Owner>();
    for (int shard = 0; begun != null && shard < Shards.COUNT; shard++) {
      Optional<LiveInstance> owner = begun.ownerOf(shard);
      if (owner.isPresent()) {
        owners.add(
            new Owner(
                shard, owner.get().name(), owner.get().address(), begun.epochOf(shard).orElse(0)));
      }
    }
    return owners;
  }

  private Optional<LiveInstance> ownerOf(int shard) {
    @Nullable Ownership begun = ownership.get();
    return begun == null ? Optional.empty() : begun.ownerOf(shard);
  }
}
