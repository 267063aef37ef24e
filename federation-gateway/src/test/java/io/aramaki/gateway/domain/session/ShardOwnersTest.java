package io.aramaki.gateway.domain.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ShardOwnersTest {
  private static final String AGENT = "orgs/ar1abc/agents/web-1";

  // printf NAME | sha256sum, the first 16 hex digits as a number; that of web-2 begins with f1 or
  // so.
  private static final int SHARD_OF_WEB_1 = 61;
  private static final int SHARD_OF_WEB_2 = 338;

  @Test
  void ownerOf_beforeAnythingWasHeard_isUnknown() {
    assertThat(ShardOwners.none().ownerOf(AGENT)).isEmpty();
  }

  @Test
  void shard_isTheFirstEightBytesOfSha256AsUnsignedNumber() {
    assertThat(Shards.of(AGENT, 256)).isEqualTo(SHARD_OF_WEB_1);
    assertThat(Shards.of("orgs/ar1abc/agents/web-2", 1000)).isEqualTo(SHARD_OF_WEB_2);
  }

  @Test
  void merge_ofAnOlderView_keepsTheHigherEpoch() {
    var fresh = new ShardOwner("m2", "h:2", 8);
    var stale = new ShardOwner("m1", "h:1", 7);
    int shard = Shards.of(AGENT, 256);

    var owners =
        ShardOwners.none().merge(256, Map.of(shard, fresh)).merge(256, Map.of(shard, stale));

    assertThat(owners.ownerOf(AGENT)).contains(fresh);
  }

  @Test
  void merge_ofAnAnswerThatLeavesAShardOut_keepsItsOwner() {
    var owner = new ShardOwner("m1", "h:1", 7);
    var owners =
        ShardOwners.none().merge(256, Map.of(Shards.of(AGENT, 256), owner)).merge(256, Map.of());

    assertThat(owners.ownerOf(AGENT)).contains(owner);
    assertThat(owners.addresses()).containsExactly("h:1");
  }

  @Test
  void merge_withAnotherShardCount_beginsAfresh() {
    var owners =
        ShardOwners.none()
            .merge(256, Map.of(3, new ShardOwner("m1", "h:1", 7)))
            .merge(4, Map.of(0, new ShardOwner("m2", "h:2", 1)));

    assertThat(owners.owned()).isEqualTo(1);
    assertThat(owners.shardCount()).isEqualTo(4);
  }

  @Test
  void merge_withoutAnyShard_changesNothing() {
    var owners = ShardOwners.none().merge(256, Map.of(3, new ShardOwner("m1", "h:1", 7)));

    assertThat(owners.merge(0, Map.of())).isSameAs(owners);
  }
}
