package io.aramaki.monitoring.storage;

import static io.aramaki.monitoring.storage.ChunkBed.BEGIN;
import static io.aramaki.monitoring.storage.ChunkBed.SERIES;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.domain.chunk.ChunkBuilder;
import io.aramaki.monitoring.domain.chunk.ChunkRounds;
import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.quarantine.QuarantineEntry;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.series.WriterName;
import io.aramaki.monitoring.domain.shard.Shards;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Hours that programs fill: they say of any hour of the last days that it has more, again and
/// again.
@ExtendWith(CassandraExtension.class)
final class WriterHoursTest {
  private final ChunkBed bed;
  private final Random builds = new Random(7);
  private final CqlSession session;
  private ChunkRounds rounds;

  WriterHoursTest(CqlSession session) {
    this.session = session;
    bed = new ChunkBed(session);
    rounds = rounds();
  }

  private ChunkRounds rounds() {
    var builder = bed.builder(bed.journal, ChunkBed.keepAll(30, 0, 0), builds::nextLong);
    return new ChunkRounds(bed.openHours, builder, (_, _) -> true, this::shards, bed.clock);
  }

  @BeforeEach
  void newWriter() {
    session.execute("TRUNCATE reporter");
    session.execute("TRUNCATE open_hour");
    session.execute("TRUNCATE timeline");
    bed.agent = WriterName.of(ChunkBed.SYSTEM, "m" + UUID.randomUUID());
    bed.reporters.add(ChunkBed.SYSTEM, bed.agent);
    rounds = rounds();
  }

  private List<Integer> shards() {
    return List.of(Shards.of(bed.agent));
  }

  private ChunkBuilder failing() {
    Journal unreadable =
        (Journal)
            Proxy.newProxyInstance(
                Journal.class.getClassLoader(),
                new Class<?>[] {Journal.class},
                (_, _, _) -> {
                  throw new IllegalStateException("cannot be read");
                });
    return bed.builder(unreadable, ChunkBed.keepAll(30, 0, 0), builds::nextLong);
  }

  private void late(long seq) {
    bed.journal(5, seq, SERIES, BEGIN.plusSeconds(100 + seq));
  }

  @Test
  void run_lateSamplesWithoutEnd_theHourIsBuiltNowAndThen_andStaysOpen() {
    // Given: said again and again for an hour
    bed.hour();
    rounds.run();
    assertThat(rounds.built()).isZero();
    bed.clock.advance(ChunkRounds.AGAIN.plusSeconds(1));
    late(20);
    var before = bed.read();

    // When
    rounds.run();

    // Then
    assertThat(rounds.built()).isEqualTo(1);
    assertThat(bed.journalRows()).isZero();
    assertThat(bed.openHours.of(Shards.of(bed.agent), bed.agent)).hasSize(1);
    assertThat(bed.read()).isEqualTo(before);

    // When: more of them
    bed.clock.advance(Duration.ofSeconds(100));
    late(21);
    rounds.run();

    // Then: it was built a moment ago
    assertThat(rounds.built()).isEqualTo(1);
    assertThat(bed.journalRows()).isEqualTo(1);
    before = bed.read();

    // When
    bed.clock.advance(ChunkRounds.LATE);
    rounds.run();

    // Then
    assertThat(rounds.built()).isEqualTo(2);
    assertThat(bed.journalRows()).isZero();
    assertThat(bed.openHours.of(Shards.of(bed.agent), bed.agent)).isEmpty();
    assertThat(bed.read()).isEqualTo(before);
  }

  @Test
  void run_lateSamplesAgainAndAgain_theHourIsBuiltAfterLongerAndLonger() {
    // Given
    bed.hour();
    int minutes = 0;
    long built = 0;
    var after = new ArrayList<Integer>();

    // When: one each four minutes, so that there is quiet behind each
    for (int seq = 20; seq < 70; seq++) {
      late(seq);
      for (int i = 0; i < 4; i++) {
        bed.clock.advance(Duration.ofMinutes(1));
        minutes++;
        rounds.run();
        if (rounds.built() > built) {
          built = rounds.built();
          after.add(minutes);
          minutes = 0;
        }
      }
    }

    // Then
    assertThat(after).containsExactly(3, 4, 8, 16, 32, 61, 61);
    assertThat(rounds.failures()).isZero();
  }

  private List<String> told() {
    return session
        .execute("SELECT system, event_id FROM timeline")
        .map(row -> row.getString("system") + " " + row.getString("event_id"))
        .all();
  }

  @Test
  void oldest_sampleOfAnOldHour_waitsSinceItCame() {
    // Given
    bed.clock.advance(ChunkRounds.LATE.multipliedBy(2));
    bed.hour();

    // When
    rounds.run();

    // Then
    assertThat(rounds.waiting()).isEqualTo(1);
    assertThat(rounds.oldest()).contains(bed.clock.instant());

    // When: nobody builds it for long, and another process looks
    Instant came = bed.clock.instant();
    bed.clock.advance(ChunkRounds.LATE);
    rounds = new ChunkRounds(bed.openHours, failing(), (_, _) -> true, this::shards, bed.clock);
    rounds.run();

    // Then
    assertThat(rounds.failures()).isEqualTo(1);
    assertThat(rounds.oldest()).contains(came);
  }

  @Test
  void run_rowWhoseNamesAreGone_isPutAside_andTheOthersAreBuilt() {
    // Given: the second row of another boot refers to a first one that nobody has
    bed.hour();
    bed.journal(6, 2, SERIES, BEGIN.plusSeconds(7));
    var before = bed.read();
    bed.clock.advance(Duration.ofHours(2));

    // When
    rounds.run();

    // Then
    assertThat(rounds.built()).isEqualTo(1);
    assertThat(bed.aside).extracting(QuarantineEntry::reason).containsExactly("UNDECODABLE");
    assertThat(bed.aside).extracting(QuarantineEntry::key).containsExactly(new BatchKey(6, 2));
    assertThat(bed.aside.getFirst().content().remaining()).isPositive();
    assertThat(told()).singleElement().asString().contains(ChunkBed.SYSTEM, "6/2", "UNDECODABLE");
    assertThat(bed.journalRows()).isZero();
    assertThat(bed.read()).isEqualTo(before);
    assertThat(bed.pages()).isNotEmpty();
    assertThat(before).hasSize(SERIES);
  }

  @Test
  void named_rowAfterItsDictionaryWasBuilt_isStillRead() {
    // Given
    bed.hour();
    var samples = bed.read();
    bed.clock.advance(Duration.ofMinutes(10));
    rounds.run();
    assertThat(bed.journalRows()).isZero();
    bed.forgetNames();
    rounds = rounds();

    // When: a row that refers to one that has left the journal
    late(19);

    // Then
    assertThat(bed.read()).hasSameSizeAs(samples).isNotEqualTo(samples);
    bed.clock.advance(Duration.ofHours(3));
    var before = bed.read();
    bed.forgetNames();
    rounds = rounds();
    rounds.run();
    assertThat(rounds.built()).isEqualTo(1);
    assertThat(bed.aside).isEmpty();
    assertThat(bed.read()).isEqualTo(before);
  }
}
