package io.aramaki.monitoring.domain.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.codec.bytes.Malformed;
import io.aramaki.monitoring.domain.check.CheckResult;
import io.aramaki.monitoring.domain.check.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ResultPageTest {
  private static final int FUZZED = 20_000;
  private static final List<Status> STATUSES =
      List.of(Status.OK, Status.WARNING, Status.CRITICAL, Status.UNKNOWN);

  private static List<CheckResult> results(int count) {
    var random = new Random(count);
    var results = new ArrayList<CheckResult>();
    for (int i = 0; i < count; i++) {
      results.add(
          new CheckResult(
              "orgs/o/systems/s" + i % 3,
              "orgs/o/checks/c" + i % 5,
              STATUSES.get(random.nextInt(STATUSES.size())),
              "output ü " + random.nextInt(4),
              Instant.ofEpochSecond(1_790_000_000L + i * 10L, random.nextInt(1_000_000_000)),
              Duration.ofNanos(random.nextLong(5_000_000_000L)),
              i % 7 == 0 ? "00-trace-" + i : "",
              i / 10));
    }
    return results;
  }

  @Test
  void page_resultsInAnyOrderAndTwice_comeBackEachOnceAsTheSameBytes() {
    // Given
    List<CheckResult> all = results(200);
    var mixed = new ArrayList<>(all);
    mixed.addAll(all.subList(0, 50));
    Collections.shuffle(mixed, new Random(3));

    // When
    byte[] bytes = ResultPage.write(mixed);

    // Then
    assertThat(bytes).isEqualTo(ResultPage.write(all));
    assertThat(ResultPage.read(bytes)).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void write_none_isRefused() {
    assertThatThrownBy(() -> ResultPage.write(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a page has 1 to 200000 results, were 0");
  }

  @Test
  void read_damagedBytes_isReadOrMalformed() {
    var random = new Random(5);
    byte[] whole = ResultPage.write(results(20));
    for (int i = 0; i < FUZZED; i++) {
      byte[] bytes =
          Arrays.copyOf(
              whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
      for (int changes = random.nextInt(3); changes > 0 && bytes.length > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(ResultPage.read(bytes)).hasSizeLessThanOrEqualTo(ResultPage.RESULTS_MAX);
      } catch (Malformed e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }
}
