package io.aramaki.bench.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.DataSet;
import io.aramaki.bench.data.HostBlock;
import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.monitoring.v1.Observations;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SeriesBenchTest {
  @ParameterizedTest
  @CsvSource({
    "--series, 0, --series must be 1 to 10000000",
    "--series, many, --series must be a whole number",
    "--samples, 41, --samples must be 1 to 40",
    "--agents, 10, '--agents must be at least 5000 for 5000000 series, was 10'",
    "--heap-mib, 1, --heap-mib must be 256",
    "--colour, 1, --colour is no option"
  })
  void options_thatAreWrong_areRefused(String name, String value, String words) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SeriesOptions.parse(List.of(name, value)))
        .withMessageContaining(words);
  }

  @Test
  void options_lackingAValue_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SeriesOptions.parse(List.of("--series")))
        .withMessageContaining("--series: unknown, or lacks its value");
  }

  @Test
  void options_ofTheGoal() {
    assertThat(SeriesOptions.parse(List.of()))
        .isEqualTo(new SeriesOptions(5_000_000, 20, 5_000, 4_096, 500));
    assertThat(SeriesOptions.parse(List.of("--series", "2_500", "--agents", "5")).perAgent())
        .isEqualTo(500);
  }

  @Test
  void liveHeap_readsTheTotal() throws IOException {
    // Given
    String text =
        """
         num     #instances         #bytes  class name (module)
        -------------------------------------------------------
           1:         14523        1193424  [B (java.base@25)
           2:          3012         352000  java.lang.Class (java.base@25)
        Total         30000        2000000
        """;

    // When
    LiveHeap live = LiveHeap.parse(text);

    // Then
    assertThat(live.bytes()).isEqualTo(2_000_000);
    assertThat(live.largest()).hasSize(2).first().asString().startsWith("1: ");
    assertThatIOException()
        .isThrownBy(() -> LiveHeap.parse("1: nothing"))
        .withMessageContaining("no total");
  }

  @Test
  void latencies_theLastOfAHundredIsBeyondP99() {
    var nanos = new long[100];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = (100 - i) * 1_000_000L;
    }
    var latencies = new Latencies(nanos);

    assertThat(latencies.ms(0.5)).isEqualTo(50);
    assertThat(latencies.ms(0.99)).isEqualTo(99);
    assertThat(latencies.ms(1)).isEqualTo(100);
  }

  @Test
  void lastWords_areAllSamplesAndAGoodbye() throws IOException {
    // Given
    var plan = new DataPlan(DataSet.CONSTANT, 1, 1, 3, 0);
    var block = new HostBlock(3, 4);
    plan.host(0).next(block);

    // When
    byte[] bytes = new LastWords(plan, "orgs/o/systems/s", block).write(1, 0);

    // Then
    var content = BatchContent.open(bytes);
    assertThat(content.own())
        .hasSize(3)
        .extracting(SeriesName::system)
        .containsOnly("orgs/o/systems/s");
    var samples = new AtomicInteger();
    content.samples(0, (_, _, _, _, count) -> samples.addAndGet(count));
    assertThat(samples).hasValue(12);
    assertThat(
            Observations.parseFrom(content.beside()).getGoodbye().getExpectedAbsence().getSeconds())
        .isEqualTo(86_400);
  }
}
