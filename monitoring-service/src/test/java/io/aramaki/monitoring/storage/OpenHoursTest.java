package io.aramaki.monitoring.storage;

import static io.aramaki.monitoring.storage.ChunkBed.BEGIN;
import static io.aramaki.monitoring.storage.ChunkBed.HOUR;
import static io.aramaki.monitoring.storage.ChunkBed.SERIES;
import static io.aramaki.monitoring.storage.ChunkBed.STEPS;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.observation.Refusal;
import io.aramaki.monitoring.domain.query.open.OpenNames;
import io.aramaki.monitoring.domain.query.open.OpenSamples;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.sequence.SeqRange;
import io.aramaki.monitoring.domain.series.Samples;
import io.aramaki.monitoring.domain.series.SeriesBlock;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.series.WriterName;
import io.aramaki.monitoring.v1.Observations;
import io.aramaki.monitoring.v1.Series;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What is looked at of an hour that a program fills, and when.
@ExtendWith(CassandraExtension.class)
final class OpenHoursTest {
  private final ChunkBed bed;
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();

  OpenHoursTest(CqlSession session) {
    bed = new ChunkBed(session);
  }

  @BeforeEach
  void newWriter() {
    bed.agent = WriterName.of(ChunkBed.SYSTEM, "m" + UUID.randomUUID());
    bed.hour();
  }

  /// The journal, with the calls that read rows counted.
  private Journal counted() {
    return (Journal)
        Proxy.newProxyInstance(
            Journal.class.getClassLoader(),
            new Class<?>[] {Journal.class},
            (_, method, arguments) -> {
              if (method.getName().equals("read")) {
                reads.incrementAndGet();
              }
              return method.invoke(bed.journal, arguments);
            });
  }

  private SeriesKey key(int number) {
    String metric = "metric_" + number / 10;
    return SeriesKey.of(ChunkBed.SYSTEM, metric, Map.of("n", "s" + number), bed.agent);
  }

  private int samples(OpenSamples open) {
    return samples(open, 0);
  }

  private int samples(OpenSamples open, int series) {
    var samples = new Samples("");
    open.read(bed.agent, HOUR, key(series), Long.MIN_VALUE, Long.MAX_VALUE, samples);
    return samples.size();
  }

  private void late(long seq) {
    bed.journal(5, seq, SERIES, BEGIN.plusSeconds(100 + seq));
  }

  @Test
  void keepUp_readsWhatComes_onlyAsLongAsSomebodyAskedLately() {
    // Given
    var open = new OpenSamples(counted(), bed.contents, 100_000_000, nanos::get);

    // Then: nobody asked
    open.keepUp(bed.agent, HOUR);
    assertThat(reads).hasValue(0);

    // When: somebody asks, and more comes
    open.refresh(bed.agent, HOUR, false, Set.of(), _ -> {});
    assertThat(samples(open)).isEqualTo(18 * STEPS);
    late(19);
    assertThat(samples(open)).as("not read yet").isEqualTo(18 * STEPS);
    open.keepUp(bed.agent, HOUR);

    // Then
    assertThat(samples(open)).isEqualTo(19 * STEPS);

    // When: nobody asks for long
    nanos.addAndGet(Duration.ofMinutes(6).toNanos());
    open.keepUp(bed.agent, HOUR);
    int before = reads.get();
    late(20);
    open.keepUp(bed.agent, HOUR);

    // Then
    assertThat(reads).hasValue(before);
    open.refresh(bed.agent, HOUR, false, Set.of(), _ -> {});
    assertThat(samples(open)).isEqualTo(20 * STEPS);
  }

  @Test
  void room_ends_whatWasAskedForStays_andTheRestIsReadAgain() throws Exception {
    // Given
    var open = new OpenSamples(counted(), bed.contents, 100_000, nanos::get);

    // When
    open.refresh(bed.agent, HOUR, true, Set.of(key(0)), _ -> {});
    int before = reads.get();
    late(19);
    var row = bed.journal.find(bed.agent, HOUR, new BatchKey(5, 19)).orElseThrow();
    open.arrived(bed.agent, HOUR, bed.contents.decode(row).series());
    open.refresh(bed.agent, HOUR, true, Set.of(key(0)), _ -> {});

    // Then
    assertThat(samples(open)).isEqualTo(19 * STEPS);
    assertThat(reads).hasValue(before);

    // When
    int others = samples(open, 1);

    // Then
    assertThat(others).isEqualTo(19 * STEPS);
    assertThat(reads).hasValueGreaterThan(before);
    assertThat(samples(open)).isEqualTo(19 * STEPS);
  }

  @Test
  void room_isFull_whatWasAskedForLongestAgoGoes() {
    // Given
    var open = new OpenSamples(counted(), bed.contents, 8_000, nanos::get);
    var first = bed.agent;

    // When
    assertThat(samples(open)).isEqualTo(18 * STEPS);
    for (int i = 0; i < 3; i++) {
      newWriter();
      assertThat(samples(open)).isEqualTo(18 * STEPS);
    }

    // Then
    int before = reads.get();
    assertThat(samples(open)).isEqualTo(18 * STEPS);
    assertThat(reads).hasValue(before);
    bed.agent = first;
    assertThat(samples(open)).isEqualTo(18 * STEPS);
    assertThat(reads).hasValueGreaterThan(before);
  }

  @Test
  void lookOnce_rowsThatNameAreNoted_noOtherIsRead() {
    // Given
    var names = new OpenNames(counted(), bed.dictionaries);
    var seen = new ArrayList<SeriesBlock>();

    // When: it is not noted of rows of before
    names.lookOnce(bed.agent, HOUR, seen::addAll);

    // Then
    assertThat(seen).hasSize(SERIES).allMatch(block -> block.size() == 0);
    assertThat(reads).hasPositiveValue();

    // When
    reads.set(0);
    seen.clear();
    newHour();
    byte[] first = ChunkBed.content(1, 2, BEGIN);
    bed.journal.appendNoted(bed.row(2, 5, 1, first, HOUR), true);
    bed.journal.append(bed.row(2, 5, 2, ChunkBed.content(2, 2, BEGIN.plusSeconds(200)), HOUR));
    bed.journal.appendNoted(bed.row(1, 7, 1, format1(), HOUR), true);
    bed.journal.appendNoted(bed.row(1, 8, 1, new byte[0], HOUR), false);
    names.lookOnce(bed.agent, HOUR, seen::addAll);

    // Then
    assertThat(bed.journal.named(bed.agent, HOUR).orElseThrow())
        .containsExactlyInAnyOrder(new BatchKey(5, 1), new BatchKey(7, 1));
    assertThat(reads).hasValue(0);
    assertThat(seen)
        .extracting(block -> block.key().metric())
        .containsExactlyInAnyOrder("metric_0", "metric_0", "of_format_1");
    assertThat(seen).allMatch(block -> block.size() == 0);

    // When: an hour has no names
    seen.clear();
    newHour();
    bed.journal.appendNoted(bed.row(1, 8, 1, new byte[0], HOUR), false);
    names.lookOnce(bed.agent, HOUR, seen::addAll);

    // Then
    assertThat(bed.journal.named(bed.agent, HOUR)).hasValue(List.of());
    assertThat(reads).hasValue(0);
    assertThat(seen).isEmpty();
  }

  @Test
  void lookOnce_rowsThatNameWereRefused_orAreInChunks_nothing() {
    // Given
    var names = new OpenNames(counted(), bed.dictionaries);
    var seen = new ArrayList<SeriesBlock>();
    newHour();
    bed.journal.appendNoted(bed.row(2, 5, 1, ChunkBed.content(1, 2, BEGIN), HOUR), true);
    bed.journal.appendNoted(bed.row(1, 7, 1, format1(), HOUR), true);

    // When
    bed.journal.append(
        bed.row(1, 7, 1, format1(), HOUR)
            .refused(new Refusal(Refusal.Reason.SEQ_REUSED, "used"), HOUR));
    bed.journal.delete(bed.agent, HOUR, new SeqRange(5, 1, 2));
    names.lookOnce(bed.agent, HOUR, seen::addAll);

    // Then
    assertThat(bed.journal.named(bed.agent, HOUR).orElseThrow()).hasSize(2);
    assertThat(reads).hasValue(0);
    assertThat(seen).isEmpty();
  }

  private void newHour() {
    bed.agent = "orgs/o/agents/a" + UUID.randomUUID();
  }

  private static byte[] format1() {
    var series = Series.newBuilder().setSystem(ChunkBed.SYSTEM).setMetric("of_format_1");
    series.addTimeDeltasMs(BEGIN.toEpochMilli()).addValues(2.5);
    return Observations.newBuilder().addSeries(series).build().toByteArray();
  }

  @Test
  void look_showsEachNameOnce_untilItBeginsAnew() {
    // Given
    var names = new OpenNames(counted(), bed.dictionaries);
    var seen = new ArrayList<SeriesBlock>();

    // When
    names.look(bed.agent, HOUR, seen::addAll);

    // Then
    assertThat(seen).hasSize(SERIES).allMatch(block -> block.size() == 0);

    // When: a row without names, and one with
    seen.clear();
    late(19);
    bed.journal(6, 1, SERIES + 3, BEGIN.plusSeconds(7));
    names.look(bed.agent, HOUR, seen::addAll);

    // Then
    assertThat(seen).hasSize(SERIES + 3);

    // When
    seen.clear();
    names.look(bed.agent, HOUR, seen::addAll);
    names.retain(Map.of(bed.agent, Set.of(HOUR)));
    names.look(bed.agent, HOUR, seen::addAll);

    // Then
    assertThat(seen).isEmpty();

    // When
    for (Runnable anew :
        List.<Runnable>of(
            () -> names.forget(bed.agent, HOUR),
            () -> names.retain(Map.of(bed.agent, Set.of(HOUR + 1))))) {
      seen.clear();
      anew.run();
      names.look(bed.agent, HOUR, seen::addAll);

      // Then
      assertThat(seen).hasSize(2 * SERIES + 3);
    }
  }
}
