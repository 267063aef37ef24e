package io.aramaki.kit.cassandra.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.cassandra.RealCassandra;
import io.aramaki.kit.cassandra.Sessions;
import io.aramaki.kit.cassandra.embedded.CommitLogSync;
import io.aramaki.kit.cassandra.embedded.EmbeddedCassandra;
import io.aramaki.kit.cassandra.embedded.EmbeddedCassandraConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whether what Cassandra acknowledged is on the disk: under load, sampled writes are looked for in
/// its system calls, from the read that brought them to the write that answered them. The same look
/// must find nothing where the commit log is synced every ten seconds only, else it proves nothing.
@Tag("strace")
final class DurableAcknowledgementTest {
  private static final int SAMPLES = 40;
  private static final int LOAD_THREADS = 4;
  private static final int LOAD_BYTES = 2_000;

  @TempDir private Path temporary;

  @Test
  void write_groupSync_isOnTheDiskBeforeItsAcknowledgement() throws Exception {
    try (var cassandra = start(CommitLogSync.GROUP)) {
      assertThat(setting(cassandra, "commitlog_sync")).isEqualTo("group");
      assertThat(setting(cassandra, "commitlog_disk_access_mode"))
          .as("what the file system of the tests can")
          .isEqualTo("direct");

      // When
      List<SampledWrite> writes = watch(cassandra);

      // Then
      System.out.printf("group: %s%n", summary(writes));
      requireSynced(writes);
    }
  }

  @Test
  void write_periodicSync_failsTheSameLook() throws Exception {
    try (var cassandra = start(CommitLogSync.PERIODIC)) {
      assertThat(setting(cassandra, "commitlog_sync")).isEqualTo("periodic");

      // When
      List<SampledWrite> writes = watch(cassandra);

      // Then
      System.out.printf("periodic: %s%n", summary(writes));
      assertThatThrownBy(() -> requireSynced(writes)).isInstanceOf(AssertionError.class);
      assertThat(writes).hasSize(SAMPLES);
      assertThat(writes.stream().filter(write -> !write.synced()).count())
          .as("at most two periods fall into the samples, whatever else is synced")
          .isGreaterThanOrEqualTo(SAMPLES / 2);
    }
  }

  private static void requireSynced(List<SampledWrite> writes) {
    assertThat(writes).as("every sampled write is seen").hasSize(SAMPLES);
    assertThat(writes).allMatch(SampledWrite::synced);
  }

  private EmbeddedCassandra start(CommitLogSync sync) {
    return EmbeddedCassandra.start(
        EmbeddedCassandraConfig.in(directory())
            .withHeap("384m")
            .withCommitLogSync(sync)
            .withJvmOptions(RealCassandra.TEST_OPTIONS));
  }

  private Path directory() {
    return temporary.resolve("cassandra");
  }

  private static String setting(EmbeddedCassandra cassandra, String name) {
    try (CqlSession session = Sessions.open(cassandra.configFor("durable"))) {
      var row =
          session.execute("SELECT value FROM system_views.settings WHERE name = ?", name).one();
      return Objects.requireNonNull(Objects.requireNonNull(row).getString("value"));
    }
  }

  private List<SampledWrite> watch(EmbeddedCassandra cassandra)
      throws IOException, InterruptedException {
    var files = new CommitLogFiles(directory().resolve("commitlog"));
    var markers = new ArrayList<String>();
    try (CqlSession sampled = Sessions.open(cassandra.configFor("durable"));
        CqlSession loading = Sessions.open(cassandra.configFor("durable"));
        var threads = Executors.newFixedThreadPool(LOAD_THREADS)) {
      sampled.execute("CREATE TABLE written (id text PRIMARY KEY, value text)");
      var insert = sampled.prepare("INSERT INTO written (id, value) VALUES (?, ?)");
      sampled.execute(insert.bind("first", "first"));
      try (var strace = Strace.attach(cassandra.pid(), temporary)) {
        var stop = new CountDownLatch(1);
        for (int i = 0; i < LOAD_THREADS; i++) {
          int thread = i;
          var _ = threads.submit(() -> load(loading, thread, stop));
        }
        try {
          for (int i = 0; i < SAMPLES; i++) {
            files.look(cassandra.pid());
            String marker = "marker-%04d-%s".formatted(i, "sampled");
            sampled.execute(insert.bind(marker, "sampled"));
            markers.add(marker);
          }
          // strace writes a call down when it ended; with this one the last sampled answer did.
          sampled.execute(insert.bind("last", "last"));
        } finally {
          stop.countDown();
        }
        files.look(cassandra.pid());
        return SampledWrite.find(strace.detach(), markers, files::isSync);
      }
    }
  }

  /// Writes until told to stop; what it writes is synced on its own and shares windows with the
  /// samples.
  private static void load(CqlSession session, int thread, CountDownLatch stop) {
    var insert = session.prepare("INSERT INTO written (id, value) VALUES (?, ?)");
    for (long i = 0; stop.getCount() > 0; i++) {
      session.execute(insert.bind("load-" + thread + "-" + i, "x".repeat(LOAD_BYTES)));
    }
  }

  private static String summary(List<SampledWrite> writes) {
    long synced = writes.stream().filter(SampledWrite::synced).count();
    double millis =
        writes.stream()
                .mapToLong(write -> write.answeredMicros() - write.arrivedMicros())
                .average()
                .orElse(0)
            / 1_000;
    return "%d of %d sampled writes have a sync of the commit log between arrival and answer, on average %.1f ms apart"
        .formatted(synced, writes.size(), millis);
  }
}
