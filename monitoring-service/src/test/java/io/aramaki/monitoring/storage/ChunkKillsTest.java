package io.aramaki.monitoring.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.codec.chunk.RollupPage;
import io.aramaki.kit.testing.CassandraExtension;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A process that dies while it builds chunks, at each of its steps, on a real Cassandra.
@ExtendWith(CassandraExtension.class)
final class ChunkKillsTest {
  private static final int KILLED = 137;

  private final CassandraConfig config;
  private final CqlSession session;
  private final ChunkBed bed;

  ChunkKillsTest(CassandraConfig config, CqlSession session) {
    this.config = config;
    this.session = session;
    this.bed = new ChunkBed(session);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "afterPagesBeforeReadBack:kill@1",
        "afterReadBack:kill@1",
        "whileOldChunksAreDeleted:kill@1",
        "afterChunksBeforeJournal:kill@1",
        "whileJournalIsDeleted:kill@1"
      })
  void build_killedProcess_nothingIsLostOrTwiceAndTheNextOneEndsIt(String failpoint)
      throws Exception {
    // Given: an hour that was built, and late batches of two boots
    bed.agent = "orgs/o/agents/a" + UUID.randomUUID();
    session.execute("TRUNCATE reporter");
    bed.reporters.add(ChunkBed.SYSTEM, bed.agent);
    bed.hour();
    assertThat(BuildingProcess.run(config, bed.agent, "")).isZero();
    assertThat(bed.journalRows()).isZero();
    bed.journal(5, 19, ChunkBed.SERIES, ChunkBed.BEGIN.plusSeconds(3_605));
    bed.journal(6, 1, ChunkBed.SERIES, ChunkBed.BEGIN.plusSeconds(3_000));
    var before = bed.read();
    assertThat(before.keySet()).hasSize(ChunkBed.SERIES);

    // When
    int status = BuildingProcess.run(config, bed.agent, failpoint);

    // Then
    assertThat(status).isEqualTo(KILLED);
    assertThat(bed.read()).isEqualTo(before);
    assertThat(bed.journalRows()).isPositive();

    // When
    var builder = bed.builder(bed.journal, ChunkBed.keepAll(30, 60, 90), new Random()::nextLong);
    builder.build(bed.agent, ChunkBed.HOUR, (_, _) -> true);

    // Then
    assertThat(bed.read()).isEqualTo(before);
    assertThat(bed.journalRows()).isZero();
    assertEachOnce(19L * ChunkBed.STEPS * ChunkBed.SERIES);
    assertThat(bed.results.read(bed.agent, ChunkBed.HOUR, ChunkBed.HOUR))
        .singleElement()
        .satisfies(page -> assertThat(page.results()).hasSize(20));
  }

  /// Of all samples there is one in the chunks, and one counts in the rollups.
  private void assertEachOnce(long samples) {
    long points = 0;
    long counted = 0;
    for (var row : bed.pages()) {
      var rollups = RollupPage.open(row.page().heads(), bed.rollup(row.key()));
      for (int i = 0; i < row.page().heads().series(); i++) {
        points += row.page().reader().read(i);
        var rollup = rollups.rollup(i);
        for (int window = 0; rollup != null && window < rollup.size(); window++) {
          counted += rollup.count(window);
        }
      }
    }
    assertThat(points).isEqualTo(samples);
    assertThat(counted).isEqualTo(samples);
  }
}
