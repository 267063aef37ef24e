package io.aramaki.kit.cassandra.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShardsTest {
  @Test
  void of_knownNames_isWhatTheContractSays() {
    // sha256("orgs/ar1x/agents/a1") begins with 0xf63e590d6b9a77bc; checked with sha256sum.
    assertThat(Shards.of("orgs/ar1x/agents/a1", 256)).isEqualTo(0xbc);
    assertThat(Shards.of("orgs/ar1x/agents/a1", 1)).isZero();
    // 1,000 is no power of two, so all 64 bits count, as an unsigned number.
    assertThat(Shards.of("orgs/ar1x/agents/a1", 1_000)).isEqualTo(148);
    assertThat(Shards.of("agent-8", 1_000)).isEqualTo(892);
  }

  @Test
  void of_manyKeys_spreadsEvenly() {
    // When
    var counts = new int[256];
    IntStream.range(0, 25_600).forEach(i -> counts[Shards.of("agent-" + i, 256)]++);

    // Then
    assertThat(IntStream.of(counts).min().orElseThrow()).isGreaterThan(50);
    assertThat(IntStream.of(counts).max().orElseThrow()).isLessThan(160);
  }

  @Test
  void preferred_oneInstanceLeaves_onlyItsShardsMove() {
    // Given
    var three = List.of("a", "b", "c");
    var two = List.of("a", "c");

    // Then
    for (int shard = 0; shard < 256; shard++) {
      var before = Shards.preferred(shard, three).orElseThrow();
      var after = Shards.preferred(shard, two).orElseThrow();
      assertThat(after)
          .satisfiesAnyOf(
              a -> assertThat(a).isEqualTo(before), _ -> assertThat(before).isEqualTo("b"));
    }
  }

  @Test
  void preferred_threeInstances_shareAboutEvenly() {
    // When
    long ofA =
        IntStream.range(0, 256)
            .filter(s -> Shards.preferred(s, List.of("a", "b", "c")).orElseThrow().equals("a"))
            .count();

    // Then
    assertThat(ofA).isBetween(60L, 110L);
  }

  @Test
  void preferred_nobody_isEmpty() {
    assertThat(Shards.preferred(0, List.of())).isEmpty();
  }
}
