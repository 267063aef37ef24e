package io.aramaki.kit.cassandra.shard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.RealCassandra;
import io.aramaki.kit.cassandra.SchemaInstaller;
import io.aramaki.kit.cassandra.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ShardTableTest {
  private static final Duration IMPATIENT = Duration.ofMillis(400);

  private final CassandraConfig config = RealCassandra.freshKeyspace();
  private final CqlSession session = Sessions.open(config);
  private final ShardTable table = open(session);

  private static ShardTable open(CqlSession session) {
    var cql = new Cql(session);
    return ShardTable.open(cql, new SchemaInstaller(cql, Clock.systemUTC(), UUID::randomUUID));
  }

  @AfterAll
  void close() {
    session.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static ShardWrite put(String key, long seq, String value) {
    return ShardWrite.builder().put("k", key, seq, bytes(value)).build();
  }

  private List<String> values(int shard, String key) {
    return table.read(shard, "k", key, 0, 1_000).stream()
        .map(row -> UTF_8.decode(row.value()).toString())
        .toList();
  }

  @Test
  void write_staleEpoch_isRefusedAndChangesNothing() {
    // Given
    long old = table.claim(1, 0, "a/1").orElseThrow();
    table.write(1, old, put("x", 1, "of a"));
    long fresh = table.claim(1, old, "b/1").orElseThrow();

    // When
    boolean accepted =
        table.write(
            1,
            old,
            ShardWrite.builder()
                .put("k", "x", 1, bytes("too late"))
                .put("k", "x", 2, bytes("too late"))
                .head(7)
                .build());

    // Then
    assertThat(accepted).isFalse();
    assertThat(values(1, "x")).containsExactly("of a");
    assertThat(table.state(1)).isEqualTo(new ShardState(1, Optional.of("b/1"), fresh, 0));
  }

  @Test
  void write_shardNobodyClaimed_isRefused() {
    assertThat(table.write(2, 1, put("x", 1, "v"))).isFalse();
    assertThat(values(2, "x")).isEmpty();
  }

  @Test
  void write_headGoesBack_isRefusedAsABug() {
    // Given
    long epoch = table.claim(3, 0, "a/1").orElseThrow();
    table.write(3, epoch, ShardWrite.builder().head(5).build());

    // When, Then
    assertThatThrownBy(() ->
            table.write(
                3, epoch, ShardWrite.builder().put("k", "x", 4, bytes("v")).head(4).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 5 to 4");
    assertThat(values(3, "x")).isEmpty();
    assertThat(table.write(3, epoch, ShardWrite.builder().head(5).build())).isTrue();
  }

  @Test
  void write_putsDeletesAndHead_areVisibleTogether() {
    // Given
    long epoch = table.claim(4, 0, "a/1").orElseThrow();
    table.write(4, epoch, put("gone", 1, "v"));

    // When
    boolean accepted =
        table.write(
            4,
            epoch,
            ShardWrite.builder()
                .put("k", "x", 1, bytes("one"))
                .put("k", "x", 2, bytes("two"))
                .delete("k", "gone", 1)
                .head(2)
                .build());

    // Then
    assertThat(accepted).isTrue();
    assertThat(values(4, "x")).containsExactly("one", "two");
    assertThat(values(4, "gone")).isEmpty();
    assertThat(table.state(4).head()).isEqualTo(2);
  }

  @Test
  void write_ttl_rowIsGoneAfterIt() {
    // Given
    long epoch = table.claim(5, 0, "a/1").orElseThrow();
    var write =
        ShardWrite.builder()
            .put("k", "x", 1, bytes("short"), Duration.ofSeconds(1))
            .put("k", "x", 2, bytes("long"))
            .build();

    // When
    table.write(5, epoch, write);

    // Then
    Eventually.within(Duration.ofSeconds(10), () -> values(5, "x").equals(List.of("long")));
  }

  @Test
  void write_moreThanOneWriteMayHold_isRefusedBeforeItIsSent() {
    var half = new byte[ShardWrite.BYTES_MAX / 2 + 1];
    assertThatThrownBy(
            () -> ShardWrite.builder().put("k", "x", 1, half).put("k", "x", 2, half).build())
        .hasMessageContaining("expected at most " + ShardWrite.BYTES_MAX);
  }

  @Test
  void write_manyLargeRows_passesCassandrasLimits() {
    // Given
    long epoch = table.claim(6, 0, "a/1").orElseThrow();
    var write = ShardWrite.builder();
    for (int i = 0; i < 100; i++) {
      write.put("k", "x", i, new byte[40_000]);
    }

    // When, Then
    assertThat(table.write(6, epoch, write.build())).isTrue();
    assertThat(table.read(6, "k", "x", 90, 5))
        .extracting(ShardRow::seq)
        .containsExactly(90L, 91L, 92L, 93L, 94L);
  }

  @Test
  void readAll_severalKeysAndKinds_givesOneKindInOrder() {
    // Given
    long epoch = table.claim(7, 0, "a/1").orElseThrow();
    table.write(
        7,
        epoch,
        ShardWrite.builder()
            .put("k", "b", 1, bytes("3"))
            .put("k", "a", 2, bytes("2"))
            .put("k", "a", 1, bytes("1"))
            .put("other", "a", 1, bytes("no"))
            .build());

    // When
    var rows = table.readAll(7, "k").map(row -> UTF_8.decode(row.value()).toString()).toList();

    // Then
    assertThat(rows).containsExactly("1", "2", "3");
  }

  @Test
  void claim_wrongEpoch_isRefused() {
    // Given
    table.claim(8, 0, "a/1");

    // When, Then
    assertThat(table.claim(8, 0, "b/1")).isEmpty();
    assertThat(table.claim(8, 5, "b/1")).isEmpty();
    assertThat(table.state(8).owner()).contains("a/1");
  }

  @Test
  void claim_twentyAtOnce_exactlyOneWins() throws Exception {
    // Given
    var claims = new ArrayList<Callable<Optional<Long>>>();
    var others = new ArrayList<CqlSession>();
    for (int i = 0; i < 4; i++) {
      var own = Sessions.open(config);
      others.add(own);
      var instance = open(own);
      for (int j = 0; j < 5; j++) {
        var owner = "i" + i + "/" + j;
        claims.add(() -> instance.claim(9, 0, owner));
      }
    }

    // When
    var results = runAll(claims);

    // Then
    var winners = results.stream().flatMap(Optional::stream).toList();
    assertThat(winners).containsExactly(1L);
    assertThat(table.state(9).epoch()).isEqualTo(1);
    others.forEach(CqlSession::close);
  }

  @Test
  void claim_answerLost_isReadBack() throws Exception {
    // Given
    var impatient = Sessions.open(config.withRequestTimeout(IMPATIENT));
    var slow = open(impatient);

    // When
    var claim = whilePaused(() -> slow.claim(10, 0, "a/1"));

    // Then
    assertThat(claim).contains(1L);
    assertThat(table.state(10)).isEqualTo(new ShardState(10, Optional.of("a/1"), 1, 0));
    impatient.close();
  }

  @Test
  void write_answerLost_happensExactlyOnce() throws Exception {
    // Given
    var impatient = Sessions.open(config.withRequestTimeout(IMPATIENT));
    var slow = open(impatient);
    long epoch = slow.claim(11, 0, "a/1").orElseThrow();

    // When
    var written =
        whilePaused(() ->
            slow.write(
                11, epoch, ShardWrite.builder().put("k", "x", 1, bytes("v")).head(1).build()));

    // Then
    assertThat(written).isTrue();
    assertThat(values(11, "x")).containsExactly("v");
    assertThat(table.state(11).head()).isEqualTo(1);
    impatient.close();
  }

  /// Stops Cassandra, starts the action, lets it run into its timeout, and lets Cassandra go on.
  private static <T> T whilePaused(Callable<T> action) throws Exception {
    try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      var result = new ArrayList<Future<T>>();
      RealCassandra.whilePaused(() -> {
        result.add(thread.submit(action));
        Eventually.elapsed(IMPATIENT.multipliedBy(3));
      });
      return result.getFirst().get();
    }
  }

  @Test
  void release_formerOwner_isRefused() {
    // Given
    long old = table.claim(12, 0, "a/1").orElseThrow();
    table.claim(12, old, "b/1");

    // When, Then
    assertThat(table.release(12, old)).isFalse();
    assertThat(table.state(12).owner()).contains("b/1");
  }

  @Test
  void release_owner_leavesEpochAndHead() {
    // Given
    long epoch = table.claim(13, 0, "a/1").orElseThrow();
    table.write(13, epoch, ShardWrite.builder().head(9).build());

    // When
    boolean released = table.release(13, epoch);

    // Then
    assertThat(released).isTrue();
    assertThat(table.state(13)).isEqualTo(new ShardState(13, Optional.empty(), epoch, 9));
    assertThat(table.claim(13, epoch, "b/1")).contains(epoch + 1);
    assertThat(table.state(13).head()).isEqualTo(9);
  }

  @Test
  void write_twoOwnersRace_everyAcceptedWriteIsThereAndNoRefusedOne() throws Exception {
    // Given
    var second = Sessions.open(config);
    var rival = open(second);
    var accepted = ConcurrentHashMap.<String>newKeySet();
    var refused = ConcurrentHashMap.<String>newKeySet();

    // When
    runAll(
        List.of(
            () -> race(table, "a", accepted, refused), () -> race(rival, "b", accepted, refused)));

    // Then
    var stored = table.readAll(14, "k").map(ShardRow::key).toList();
    assertThat(stored).containsAll(accepted).doesNotContainAnyElementsOf(refused);
    assertThat(table.state(14).head()).isEqualTo(accepted.size());
    second.close();
  }

  /// Claims and writes by turns, as two instances do that both think they own the shard.
  private static Boolean race(
      ShardTable table, String name, Set<String> accepted, Set<String> refused) {
    for (int round = 0; round < 8; round++) {
      var epoch = table.claim(14, table.state(14).epoch(), name + "/" + round);
      for (int i = 0; epoch.isPresent() && i < 4; i++) {
        var key = name + round + "-" + i;
        long head = table.state(14).head() + 1;
        boolean ok;
        try {
          ok =
              table.write(
                  14,
                  epoch.get(),
                  ShardWrite.builder().put("k", key, 0, bytes(key)).head(head).build());
        } catch (IllegalArgumentException _) {
          ok = false;
        }
        (ok ? accepted : refused).add(key);
      }
    }
    return true;
  }

  @Test
  void claim_256Shards_takesLessThanFiveSeconds() throws Exception {
    // Given
    var permits = new Semaphore(24);
    var claims = new ArrayList<Callable<Optional<Long>>>();
    for (int shard = 1_000; shard < 1_256; shard++) {
      int mine = shard;
      claims.add(() -> {
        permits.acquire();
        try {
          return table.claim(mine, 0, "a/1");
        } finally {
          permits.release();
        }
      });
    }
    long begin = System.nanoTime();

    // When
    var results = runAll(claims);

    // Then
    assertThat(results).allMatch(Optional::isPresent);
    var took = Duration.ofNanos(System.nanoTime() - begin);
    System.out.println("256 claims took " + took.toMillis() + " ms");
  }

  private static <T> List<T> runAll(List<Callable<T>> actions) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<T>();
      for (var future : threads.invokeAll(actions)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
