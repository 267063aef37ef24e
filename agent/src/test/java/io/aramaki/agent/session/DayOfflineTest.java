package io.aramaki.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.agent.check.CheckDefinition;
import io.aramaki.agent.check.CheckOutcome;
import io.aramaki.agent.check.CheckResult;
import io.aramaki.agent.check.ExecutionTrace;
import io.aramaki.agent.check.Status;
import io.aramaki.agent.metric.SeriesKey;
import io.aramaki.agent.session.wire.BatchHeaders;
import io.aramaki.agent.spool.Spool;
import io.aramaki.agent.spool.SpoolSettings;
import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.spool.batch.SpooledBatch;
import io.aramaki.agent.spool.disk.FileSpoolDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A day without a gateway at the default load: 100 series and 10 checks every 10 s.
class DayOfflineTest {
  private static final int SERIES = 100;
  private static final String SYSTEM =
      "orgs/ar14snogneqcdkdomldoiovvwflwgrbm3qxoggv5elzxbu5c536zfkq/systems/web-1";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T00:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path directory;

  private Spool open(long boot) throws IOException {
    return Spool.open(
        FileSpoolDisk.open(directory),
        SpoolSettings.defaults(),
        new BatchHeaders(),
        boot,
        CLOCK,
        System::nanoTime);
  }

  @Test
  void gateway_isAwayForADay_nothingIsGivenUpAndRecoveryIsQuick() throws IOException {
    // Given
    Spool spool = open(1);
    var buffer = new ObservationBuffer(spool, SYSTEM, CLOCK);
    buffer.begin("agent.started", "started");

    // When
    live(buffer);
    spool.tick();
    var figures = spool.figures();
    spool.close();
    long start = System.nanoTime();
    Spool again = open(2);
    Duration recovery = Duration.ofNanos(System.nanoTime() - start);

    // Then
    assertThat(figures.samplesDropped()).isZero();
    assertThat(figures.resultsDropped()).isZero();
    assertThat(figures.records()).isGreaterThan(8_640 * 11);
    assertThat(again.figures().records()).isEqualTo(figures.records());
    assertThat(recovery).isLessThan(Duration.ofSeconds(10));
    assertThat(read(again)).isEqualTo(figures.records());
    again.close();
  }

  private static void live(ObservationBuffer buffer) {
    var random = new SplittableRandom(1);
    List<SeriesKey> keys = new ArrayList<>();
    double[] values = new double[SERIES];
    for (int i = 0; i < SERIES; i++) {
      keys.add(
          new SeriesKey(SYSTEM, "host_metric_" + i % 30, Map.of("device", "sda" + i), "bytes"));
      values[i] = random.nextInt(1_000_000);
    }
    for (long second = 0; second < Duration.ofDays(1).toSeconds(); second++) {
      long now = CLOCK.millis() + second * 1000;
      buffer.result(result(random, (int) (second % 10), Instant.ofEpochMilli(now)));
      buffer.flushResults();
      if (second % 10 == 0) {
        for (int i = 0; i < SERIES; i++) {
          values[i] += i % 4 == 0 ? random.nextDouble() : random.nextInt(1000);
          buffer.sample(keys.get(i), now, values[i]);
        }
        buffer.flushMetrics();
      }
    }
  }

  private static CheckResult result(SplittableRandom random, int check, Instant time) {
    var definition =
        new CheckDefinition(
            "orgs/ar14snogneqcdkdomldoiovvwflwgrbm3qxoggv5elzxbu5c536zfkq/checks/check-" + check,
            SYSTEM,
            new CheckDefinition.Builtin("load", Map.of()),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            3,
            Duration.ofSeconds(5),
            false,
            1000);
    String output =
        "HTTP OK: HTTP/1.1 200 OK - 120 bytes in 0.%03d second response time"
            .formatted(random.nextInt(1000));
    String traceparent =
        "00-%016x%016x-%016x-01".formatted(random.nextLong(), random.nextLong(), random.nextLong());
    return new CheckResult(
        definition,
        new CheckOutcome(Status.OK, OptionalInt.of(0), output, List.of()),
        time,
        Duration.ofNanos(random.nextInt(1_000_000_000)),
        new ExecutionTrace(traceparent, true),
        7,
        false);
  }

  private static int read(Spool spool) {
    int read = 0;
    Optional<SpooledBatch> next = spool.next(null);
    while (next.isPresent()) {
      read++;
      BatchKey key = next.get().key();
      next = spool.next(key);
    }
    return read;
  }
}
