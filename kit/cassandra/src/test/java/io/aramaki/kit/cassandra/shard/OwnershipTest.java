package io.aramaki.kit.cassandra.shard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.RealCassandra;
import io.aramaki.kit.cassandra.SchemaInstaller;
import io.aramaki.kit.cassandra.Sessions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OwnershipTest {
  private static final int SHARDS = 16;
  private static final Duration TAKEOVER = Duration.ofSeconds(10);

  private final CassandraConfig config = RealCassandra.freshKeyspace();
  private final CqlSession session = Sessions.open(config);
  private final Cql cql = new Cql(session);
  private final ShardTable table =
      ShardTable.open(
          cql, new SchemaInstaller(cql, Environment.system().clock(), Environment.system().ids()));

  @AfterEach
  void close() {
    session.close();
  }

  private Ownership join(String name, int shards, OwnershipListener listener) {
    return Ownership.start(
        OwnershipConfig.of(name, name + ":1", shards), cql, table, Environment.system(), listener);
  }

  /// Remembers what it works on.
  private static class Owned implements OwnershipListener {
    final Set<Integer> shards = ConcurrentHashMap.newKeySet();

    @Override
    public void acquired(int shard, long epoch) {
      shards.add(shard);
    }

    @Override
    public void lost(int shard) {
      shards.remove(shard);
    }
  }

  private static void awaitShares(Owned first, Owned second) {
    Eventually.within(
        TAKEOVER,
        () -> first.shards.size() + second.shards.size() == SHARDS && !second.shards.isEmpty());
    assertThat(first.shards).doesNotContainAnyElementsOf(second.shards);
  }

  @Test
  void join_alone_ownsAllAndSaysSo() {
    // Given
    var owned = new Owned();

    // When
    try (var ownership = join("a", SHARDS, owned)) {
      Eventually.within(TAKEOVER, () -> owned.shards.size() == SHARDS);

      // Then
      assertThat(ownership.epochOf(3)).hasValue(1);
      assertThat(ownership.ownerOf(3)).map(LiveInstance::name).contains("a");
    }
    assertThat(table.state(3).owner()).as("after close").isEmpty();
  }

  @Test
  void join_second_getsItsShareAndFirstKnowsTheOwner() {
    // Given
    var first = new Owned();
    var second = new Owned();
    try (var a = join("a", SHARDS, first)) {
      Eventually.within(TAKEOVER, () -> first.shards.size() == SHARDS);

      // When
      try (var b = join("b", SHARDS, second)) {
        awaitShares(first, second);

        // Then
        int ofB = second.shards.iterator().next();
        Eventually.within(
            TAKEOVER,
            () ->
                a.ownerOf(ofB).map(LiveInstance::address).stream().toList().equals(List.of("b:1")));
        assertThat(b.liveInstances()).extracting(LiveInstance::name).containsExactly("a", "b");
        assertThat(a.epochOf(ofB)).isEmpty();
      }

      // Then
      Eventually.within(TAKEOVER, () -> first.shards.size() == SHARDS);
    }
  }

  @Test
  void acquired_throws_shardIsTriedAgain() {
    // Given
    var calls = new AtomicInteger();
    var owned =
        new Owned() {
          @Override
          public void acquired(int shard, long epoch) {
            if (calls.incrementAndGet() == 1) {
              throw new IllegalStateException("the first try fails");
            }
            super.acquired(shard, epoch);
          }
        };

    // When
    try (var _ = join("a", 1, owned)) {
      // Then
      Eventually.within(TAKEOVER, () -> owned.shards.contains(0));
      assertThat(table.state(0).epoch()).isEqualTo(2);
    }
  }

  @Test
  void acquired_blocksForEver_heartbeatsGoOn() {
    // Given
    var release = new CountDownLatch(1);
    OwnershipListener stuck =
        new Owned() {
          @Override
          public void acquired(int shard, long epoch) {
            awaitUninterruptibly(release);
          }
        };
    var watcher = new Owned();
    try (var _ = join("stuck", 64, stuck);
        var b = join("b", 64, watcher)) {
      // When
      Eventually.elapsed(Duration.ofSeconds(6));

      // Then
      assertThat(b.liveInstances()).extracting(LiveInstance::name).containsExactly("b", "stuck");
      release.countDown();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void fenced_tellsTheListenerOnce() {
    // Given
    var owned = new Owned();
    try (var ownership = join("a", 1, owned)) {
      Eventually.within(TAKEOVER, () -> owned.shards.contains(0));
      long epoch = ownership.epochOf(0).orElseThrow();
      table.claim(0, epoch, "rival/1");

      // When
      boolean accepted = table.write(0, epoch, ShardWrite.builder().head(1).build());
      ownership.fenced(0, epoch);

      // Then
      assertThat(accepted).isFalse();
      Eventually.within(TAKEOVER, () -> ownership.epochOf(0).orElse(0) == epoch + 2);
    }
  }

  @Test
  void owner_killed_isTakenOverWithinTenSeconds() throws Exception {
    // Given
    var owned = new Owned();
    try (var other = OwnerProcess.start(config, "other", SHARDS);
        var _ = join("me", SHARDS, owned)) {
      Eventually.within(
          Duration.ofSeconds(30), () -> other.count("wrote") > 20 && owned.shards.size() < SHARDS);

      // When
      other.signal("KILL");
      var took = Eventually.within(Duration.ofSeconds(30), () -> owned.shards.size() == SHARDS);

      // Then
      System.out.println("takeover of a killed instance took " + took.toMillis() + " ms");
      assertThat(took).isLessThan(TAKEOVER);
    }
  }

  @Test
  void owner_pausedAndContinued_isFencedAndLosesNothing() throws Exception {
    // Given
    var owned = new Owned();
    try (var other = OwnerProcess.start(config, "other", SHARDS);
        var _ = join("me", SHARDS, owned)) {
      Eventually.within(
          Duration.ofSeconds(30), () -> other.count("wrote") > 20 && owned.shards.size() < SHARDS);

      // When
      other.signal("STOP");
      Eventually.within(Duration.ofSeconds(30), () -> owned.shards.size() == SHARDS);
      var heads = IntStream.range(0, SHARDS).mapToObj(table::state).toList();
      other.signal("CONT");

      // Then
      Eventually.within(
          Duration.ofSeconds(30), () -> other.count("lost") > 0 && owned.shards.size() < SHARDS);
      assertNothingWrittenUnderAnOldEpoch();
      assertThat(heads)
          .allSatisfy(before ->
              assertThat(table.state(before.shard()).head()).isGreaterThanOrEqualTo(before.head()));
    }
  }

  /// Each log is gapless, and its epochs never go back: no write of a former owner came in behind
  /// those of its successor.
  private void assertNothingWrittenUnderAnOldEpoch() {
    for (int shard = 0; shard < SHARDS; shard++) {
      var log = table.read(shard, "log", "", 0, 10_000);
      assertThat(log)
          .extracting(ShardRow::seq)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, log.size()).mapToObj(i -> (long) i).toList());
      assertThat(log)
          .extracting(row -> Long.parseLong(UTF_8.decode(row.value()).toString()))
          .isSorted();
    }
  }

  @Test
  void restart_sameName_takesItsOwnShardsWithoutWaiting() throws Exception {
    // Given
    var before = OwnerProcess.start(config, "me", SHARDS);
    Eventually.within(Duration.ofSeconds(30), () -> before.count("acquired") == SHARDS);
    before.signal("KILL");
    var owned = new Owned();

    // When, Then
    try (var _ = join("me", SHARDS, owned)) {
      var took = Eventually.within(TAKEOVER, () -> owned.shards.size() == SHARDS);
      System.out.println("a restarted instance had its shards after " + took.toMillis() + " ms");
    }
  }
}
