package io.aramaki.bench.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.DataSet;
import io.aramaki.bench.data.HostBlock;
import io.aramaki.bench.data.HostData;
import io.aramaki.bench.data.SeriesLabels;
import io.aramaki.bench.read.HostReader;
import io.aramaki.bench.read.HostSamples;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private static final int STEPS = 50;

  private final DataPlan plan = new DataPlan(DataSet.RANDOM, 5, 2, 3, 0);

  /// A server that changes one value, or leaves it out, or returns it twice.
  private record Server(DataPlan plan, double factor, boolean leavesOut, boolean returnsTwice)
      implements HostReader {
    @Override
    public HostSamples read(String host, long fromMs, long toMs) {
      int number = host.equals(SeriesLabels.hostName(1)) ? 1 : 0;
      var samples = new HostSamples();
      HostData data = plan.host(number);
      var block = new HostBlock(plan.series(), STEPS);
      data.next(block);
      for (int series = 0; series < plan.series(); series++) {
        HostSamples.Columns columns = samples.series(plan.labels(number, series).key());
        for (int step = STEPS - 1; step >= 0; step--) {
          boolean special = series == 1 && step == 17 && number == 1;
          double value = block.values(series)[step] * (special ? factor : 1);
          if (!special || !leavesOut) {
            columns.add(block.times()[step], value);
          }
          if (series == 1 && step == 18 && number == 1 && returnsTwice) {
            columns.add(block.times()[step], value);
          }
        }
      }
      return samples;
    }
  }

  private Verification.Outcome outcome(double factor, boolean leavesOut, boolean returnsTwice)
      throws IOException {
    return new Verification(
            plan, new Server(plan, factor, leavesOut, returnsTwice), new long[] {STEPS, STEPS})
        .run();
  }

  @Test
  void run_aSampleIsMissing_isWrong() throws IOException {
    // When
    Verification.Outcome outcome = outcome(1, true, false);

    // Then
    assertThat(outcome.isRight()).isFalse();
    assertThat(outcome.wrong()).isEqualTo(1);
    assertThat(outcome.readable()).isEqualTo(outcome.expected() - 1);
  }

  @Test
  void run_oneIsMissingAndAnotherThereTwice_isWrong() throws IOException {
    // When
    Verification.Outcome outcome = outcome(1, true, true);

    // Then
    assertThat(outcome.readable()).isEqualTo(outcome.expected());
    assertThat(outcome.isRight()).isFalse();
  }

  @Test
  void run_aValueIsWrong_isWrong() throws IOException {
    // When
    Verification.Outcome outcome = outcome(1.000001, false, false);

    // Then
    assertThat(outcome.isRight()).isFalse();
    assertThat(outcome.text()).startsWith("**NOT EQUAL**");
  }

  @Test
  void run_aValueIsRounded_isRightAndSaid() throws IOException {
    // When
    Verification.Outcome outcome = outcome(1 + 4e-15, false, false);

    // Then
    assertThat(outcome.isRight()).isTrue();
    assertThat(outcome.rounded()).isEqualTo(1);
    assertThat(outcome.text()).contains("1 values rounded");
  }

  @Test
  void run_everythingInAnotherOrder_isRight() throws IOException {
    // When
    Verification.Outcome outcome = outcome(1, false, false);

    // Then
    assertThat(outcome.isRight()).isTrue();
    assertThat(outcome.text()).isEqualTo("equal: 6 series, 300 of 300 samples, all bits");
  }

  @Test
  void run_moreThanWasSent_isWrong() throws IOException {
    // When
    var outcome =
        new Verification(plan, new Server(plan, 1, false, false), new long[] {STEPS, STEPS - 1})
            .run();

    // Then
    assertThat(outcome.isRight()).isFalse();
  }
}
