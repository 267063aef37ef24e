package io.aramaki.kit.cassandra.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.RealCassandra;
import io.aramaki.kit.cassandra.SchemaInstaller;
import io.aramaki.kit.cassandra.Sessions;
import io.aramaki.kit.cassandra.StorageUnavailable;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.audit.AuditChain;
import io.aramaki.kit.security.audit.AuditEntry;
import io.aramaki.kit.security.audit.ChainedEntry;
import io.aramaki.type.v1.Principal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CassandraAuditLogTest {
  private final CassandraConfig config = RealCassandra.freshKeyspace();
  private final CqlSession session = Sessions.open(config);
  private final AuditRows rows = open(session);

  private static AuditRows open(CqlSession session) {
    var cql = new Cql(session);
    return AuditRows.open(cql, new SchemaInstaller(cql, Clock.systemUTC(), UUID::randomUUID));
  }

  @AfterAll
  void close() {
    session.close();
  }

  private static AuditEntry entry(String summary) {
    var principal =
        Principal.newBuilder()
            .setName("orgs/ar1x/users/ann")
            .setKind(Principal.Kind.USER)
            .setOnBehalfOf("orgs/ar1y/users/bob")
            .build();
    return new AuditEntry(
        principal,
        "a.v1.A/Do",
        "orgs/ar1x/systems/s",
        Sha256.of(new byte[] {1}),
        summary,
        "t".repeat(32));
  }

  private CassandraAuditLog log(String chain) {
    return CassandraAuditLog.open(rows, chain, Clock.systemUTC());
  }

  private List<ChainedEntry> intact(String chain) {
    var entries = rows.read(chain, 1, 10_000);
    assertThat(AuditChain.verify(AuditChain.Head.ofEmpty(chain), entries))
        .isInstanceOf(AuditChain.Verdict.Intact.class);
    return entries;
  }

  private static List<String> summaries(List<ChainedEntry> entries) {
    return entries.stream().map(chained -> chained.entry().summary()).toList();
  }

  @Test
  void append_storeAway_throwsAndNextAppendKeepsTheChainWhole() {
    // Given
    try (var impatient = Sessions.open(config.withRequestTimeout(Duration.ofMillis(300)))) {
      var log = CassandraAuditLog.open(open(impatient), "away", Clock.systemUTC());
      log.append(entry("before"));

      // When
      RealCassandra.whilePaused(() ->
          assertThatThrownBy(() -> log.append(entry("during")))
              .isInstanceOf(StorageUnavailable.class));
      log.append(entry("after"));
    }

    // Then
    assertThat(summaries(intact("away"))).startsWith("before").endsWith("after");
  }

  @Test
  void append_answerLost_entryIsThereOnce() throws Exception {
    // Given
    try (var impatient = Sessions.open(config.withRequestTimeout(Duration.ofMillis(600)));
        var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      var log = CassandraAuditLog.open(open(impatient), "lost", Clock.systemUTC());
      var append = new ArrayList<Future<ChainedEntry>>();

      // When: the first try runs into its timeout, the read back behind it into the continued
      // Cassandra
      RealCassandra.whilePaused(() -> {
        append.add(thread.submit(() -> log.append(entry("once"))));
        elapse(Duration.ofMillis(900));
      });

      // Then
      assertThat(append.getFirst().get().seq()).isEqualTo(1);
    }
    assertThat(summaries(intact("lost"))).containsExactly("once");
  }

  private static void elapse(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  @Test
  void append_oneByteChangedInTheTable_isFound() {
    // Given
    var log = log("forged");
    for (int i = 0; i < 3; i++) {
      log.append(entry("e" + i));
    }

    // When
    session.execute(
        "UPDATE audit_row SET summary = 'E1' WHERE chain = 'forged' AND seq = 2 IF EXISTS");

    // Then
    assertThat(AuditChain.verify(AuditChain.Head.ofEmpty("forged"), rows.read("forged", 1, 10)))
        .isInstanceOfSatisfying(
            AuditChain.Verdict.Broken.class, broken -> assertThat(broken.seq()).isEqualTo(2));
  }

  @Test
  void append_hundredThreads_areChainedTogether() throws Exception {
    // Given
    var log = log("many");
    var appends = new ArrayList<Callable<ChainedEntry>>();
    for (int i = 0; i < 200; i++) {
      var summary = "e" + i;
      appends.add(() -> log.append(entry(summary)));
    }
    long begin = System.nanoTime();

    // When
    var written = runAll(appends);

    // Then
    System.out.println(
        "200 appends took " + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms");
    assertThat(intact("many")).hasSize(200).containsExactlyInAnyOrderElementsOf(written);
    assertThat(log.head()).isEqualTo(rows.head("many"));
  }

  @Test
  void append_twoProcessesOnOneChain_bothFindTheirPlaces() throws Exception {
    // Given
    var first = log("organisation");
    var second = log("organisation");
    var appends = new ArrayList<Callable<ChainedEntry>>();
    for (int i = 0; i < 20; i++) {
      var summary = "e" + i;
      var log = i % 2 == 0 ? first : second;
      appends.add(() -> log.append(entry(summary)));
    }

    // When
    var written = runAll(appends);

    // Then
    assertThat(intact("organisation")).containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void open_chainThatExists_continuesIt() {
    // Given
    log("again").append(entry("first"));

    // When
    var second = log("again").append(entry("second"));

    // Then
    assertThat(second.seq()).isEqualTo(2);
    assertThat(rows.readBackwards("again", Long.MAX_VALUE, 1)).containsExactly(second);
    assertThat(summaries(intact("again"))).containsExactly("first", "second");
    assertThat(rows.chains()).contains("again");
  }

  private static <T> List<T> runAll(List<Callable<T>> actions)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<T>();
      for (var future : threads.invokeAll(actions)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
