package io.aramaki.monitoring.grpc.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.aramaki.kit.codec.batch.BatchWriter;
import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.monitoring.domain.intake.Frame.Skimmed;
import io.aramaki.monitoring.v1.CheckResult;
import io.aramaki.monitoring.v1.Observations;
import io.aramaki.monitoring.v1.ObservedEvent;
import io.aramaki.monitoring.v1.Series;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;

final class SkimmerTest {
  private static final Observations CONTENT =
      Observations.newBuilder()
          .addSeries(
              Series.newBuilder()
                  .setSystem("a")
                  .setMetric("m")
                  .putLabels("k", "v")
                  .addTimeDeltasMs(1)
                  .addValues(2.5))
          .addResults(CheckResult.newBuilder().setSystem("b").setOutput("out"))
          .addEvents(ObservedEvent.newBuilder().setSystem("c").setSummary("s"))
          .build();

  private static ThrowingConsumer<Skimmed> isOf(
      Set<String> systems, long dictionary, boolean names) {
    return skimmed -> {
      var found = (Skimmed.Systems) skimmed;
      assertThat(found.systems()).isEqualTo(systems);
      assertThat(found.dictionary()).isEqualTo(dictionary);
      assertThat(found.names().hasRemaining()).isEqualTo(names);
    };
  }

  @Test
  void systems_ofSeriesResultsAndEvents_areAllFound() {
    assertThat(Skimmer.skim(1, CONTENT.toByteString()))
        .satisfies(isOf(Set.of("a", "b", "c"), 0, true));
  }

  @Test
  void itemWithoutASystem_countsAsTheEmptySystem() {
    // Given
    var content = Observations.newBuilder().addSeries(Series.newBuilder().setMetric("m")).build();

    // Then
    assertThat(Skimmer.skim(1, content.toByteString())).satisfies(isOf(Set.of(""), 0, true));
  }

  @Test
  void secondSystemInOneItem_isFound_becauseTheDecoderTakesTheLast() throws Exception {
    // Given: two occurrences of field 1 in one series
    ByteString twice =
        Series.newBuilder()
            .setSystem("own")
            .build()
            .toByteString()
            .concat(Series.newBuilder().setSystem("foreign").build().toByteString());
    ByteString content = ByteString.copyFrom(new byte[] {0x0a, (byte) twice.size()}).concat(twice);

    // Then
    assertThat(Observations.parseFrom(content).getSeries(0).getSystem()).isEqualTo("foreign");
    assertThat(Skimmer.skim(1, content)).satisfies(isOf(Set.of("own", "foreign"), 0, true));
  }

  @Test
  void systems_ofFormat2_areThoseOfItsNamesAndOfWhatIsBeside() {
    // Given
    var names =
        List.of(SeriesName.of("own", "m", Map.of(), ""), SeriesName.of("other", "m", Map.of(), ""));
    var writer = new BatchWriter(7, 3, names);
    writer.beside(CONTENT.toByteArray());

    // Then
    assertThat(Skimmer.skim(2, ByteString.copyFrom(writer.content())))
        .satisfies(isOf(Set.of("own", "other", "a", "b", "c"), 7, true));
  }

  @Test
  void contentThatNamesNoSeries_isToldFromOneThatDoes() {
    // Given
    var results = CONTENT.toBuilder().clearSeries().build();
    var writer = new BatchWriter(7, 3, List.of());
    writer.beside(results.toByteArray());

    // Then
    assertThat(Skimmer.skim(1, results.toByteString())).satisfies(isOf(Set.of("b", "c"), 0, false));
    assertThat(Skimmer.skim(2, ByteString.copyFrom(writer.content())))
        .satisfies(isOf(Set.of("b", "c"), 7, false));
  }

  @Test
  void contentOfAnotherFormat_isMalformed() {
    assertThat(Skimmer.skim(2, CONTENT.toByteString())).isInstanceOf(Skimmed.Malformed.class);
  }

  @Test
  void mutatedContent_isSkimmedOrMalformed_andNeverHidesASystemFromTheDecoder() {
    var random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = CONTENT.toByteArray();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Skimmed skimmed = Skimmer.skim(1, ByteString.copyFrom(bytes));
      try {
        Observations decoded = Observations.parseFrom(bytes);
        if (skimmed instanceof Skimmed.Systems(Set<String> systems, _, _)) {
          decoded.getSeriesList().forEach(s -> assertThat(systems).contains(s.getSystem()));
          decoded.getResultsList().forEach(r -> assertThat(systems).contains(r.getSystem()));
          decoded.getEventsList().forEach(e -> assertThat(systems).contains(e.getSystem()));
        }
      } catch (com.google.protobuf.InvalidProtocolBufferException _) {
        // What cannot be decoded is quarantined after the acknowledgement.
      }
    }
  }
}
