package io.aramaki.kit.cassandra.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.cassandra.shard.Assignment.Move;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AssignmentTest {
  private static final int SHARDS = 64;
  private static final LiveInstance SELF = new LiveInstance("me", 5, "h:1");
  private static final LiveInstance OTHER = new LiveInstance("other", 7, "h:2");
  private static final List<LiveInstance> BOTH = List.of(SELF, OTHER);

  private final Assignment assignment = new Assignment(SELF, SHARDS);
  private final int mine = preferredBy("me");
  private final int others = preferredBy("other");

  private static int preferredBy(String name) {
    int shard = 0;
    while (!Shards.preferred(shard, List.of("me", "other")).orElseThrow().equals(name)) {
      shard++;
    }
    return shard;
  }

  private static Map<Integer, ShardState> owned(int shard, String owner, long epoch) {
    return Map.of(shard, new ShardState(shard, Optional.of(owner), epoch, 0));
  }

  /// The moves about one shard.
  private List<Move> about(
      int shard,
      List<LiveInstance> alive,
      Map<Integer, ShardState> states,
      Map<Integer, Long> held) {
    return assignment.decide(alive, states, held).stream()
        .filter(move -> move.shard() == shard)
        .toList();
  }

  @Test
  void decide_ownersEpochWasPassed_isLost() {
    assertThat(about(mine, BOTH, owned(mine, "other/7", 4), Map.of(mine, 3L)))
        .containsExactly(new Move.Lost(mine, 3));
  }

  @Test
  void decide_anotherLiveOneOwnsIt_waitsForItsRelease() {
    assertThat(about(mine, BOTH, owned(mine, "other/7", 4), Map.of())).isEmpty();
  }

  @Test
  void decide_ownerIsDead_claimsAfterItsEpoch() {
    assertThat(about(mine, BOTH, owned(mine, "other/6", 4), Map.of()))
        .containsExactly(new Move.Claim(mine, 4));
  }

  @Test
  void decide_formerRunOfThisInstanceOwnsIt_claims() {
    assertThat(about(mine, BOTH, owned(mine, "me/4", 4), Map.of()))
        .containsExactly(new Move.Claim(mine, 4));
  }

  @Test
  void decide_claimWhoseAnswerNeverCame_claimsAgain() {
    assertThat(about(mine, BOTH, owned(mine, "me/5", 4), Map.of()))
        .containsExactly(new Move.Claim(mine, 4));
  }

  @Test
  void decide_released_claims() {
    // Given
    var states = Map.of(mine, new ShardState(mine, Optional.empty(), 9, 0));

    // When, Then
    assertThat(about(mine, BOTH, states, Map.of())).containsExactly(new Move.Claim(mine, 9));
  }

  @Test
  void decide_heldButAnothersByNow_isGivenUp() {
    assertThat(about(others, BOTH, owned(others, "me/5", 4), Map.of(others, 4L)))
        .containsExactly(new Move.GiveUp(others, 4));
  }

  @Test
  void decide_listLagsBehindOwnClaim_keeps() {
    assertThat(about(mine, BOTH, owned(mine, "other/6", 3), Map.of(mine, 4L))).isEmpty();
  }

  @Test
  void decide_replacedByNewerRun_givesAllUpAndClaimsNothing() {
    // Given
    var replaced = List.of(new LiveInstance("me", 6, "h:9"));
    var held = new HashMap<>(Map.of(mine, 4L));

    // When
    var moves = assignment.decide(replaced, owned(mine, "me/5", 4), held);

    // Then
    assertThat(moves).containsExactly(new Move.GiveUp(mine, 4));
  }

  @Test
  void decide_aloneAtFirstStart_claimsAll() {
    assertThat(assignment.decide(List.of(SELF), Map.of(), Map.of()))
        .hasSize(SHARDS)
        .allSatisfy(move -> assertThat(move).isEqualTo(new Move.Claim(move.shard(), 0)));
  }

  @Test
  void decide_twoInstances_noShardIsClaimedTwiceOrNever() {
    // When
    var ours = assignment.decide(BOTH, Map.of(), Map.of());
    var theirs = new Assignment(OTHER, SHARDS).decide(BOTH, Map.of(), Map.of());

    // Then
    assertThat(ours.size() + theirs.size()).isEqualTo(SHARDS);
    assertThat(ours)
        .extracting(Move::shard)
        .doesNotContainAnyElementsOf(theirs.stream().map(Move::shard).toList());
  }
}
