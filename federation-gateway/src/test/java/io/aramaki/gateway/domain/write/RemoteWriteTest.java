package io.aramaki.gateway.domain.write;

import static io.aramaki.gateway.testing.Wire.message;
import static io.aramaki.gateway.testing.Wire.sample;
import static io.aramaki.gateway.testing.Wire.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.gateway.domain.write.Content.Names;
import io.aramaki.gateway.domain.write.sent.SentSeries;
import io.aramaki.gateway.testing.Wire;
import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.kit.codec.batch.SeriesName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Both versions, from requests that were written by the book.
final class RemoteWriteTest {
  private static final String SYSTEM = "orgs/o/systems/web";
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final long T = NOW.toEpochMilli();
  private static final long STALE = 0x7ff0000000000002L;

  private final Room room = new Room(64 << 20);

  private Gathering read(int version, byte[] message) {
    try (var share = room.share()) {
      var gathering = new Gathering(SYSTEM, NOW, share);
      if (version == 1) {
        RemoteWrite.read1(message, gathering);
      } else {
        RemoteWrite.read2(message, gathering);
      }
      return gathering;
    }
  }

  /// Every sample as `metric{labels} value@offset`, in the order of the contents.
  static List<String> written(Gathering gathering) {
    var lines = new ArrayList<String>();
    for (Content content : gathering.contents()) {
      Content.Written whole = content.write(Names.PLAIN);
      var opened = BatchContent.open(whole.content());
      int before = lines.size();
      opened.samples(
          0,
          (number, times, values, from, count) -> {
            var name = opened.own().get(number);
            assertThat(name.system()).isEqualTo(SYSTEM);
            for (int i = 0; i < count; i++) {
              double value = values[from + i];
              lines.add(
                  name.metric()
                      + name.labels()
                      + " "
                      + (Double.doubleToRawLongBits(value) == STALE ? "stale" : value)
                      + "@"
                      + (times[i] - T));
            }
          });
      assertThat(lines.size() - before).isEqualTo(content.samples());
      assertThat(opened.own()).hasSize(whole.series());
    }
    return lines;
  }

  private Gathering readWith(SentSeries.OfSystem sent, byte[] message) {
    try (var share = room.share()) {
      Gathering gathering = Gathering.of(SYSTEM, NOW, share, sent);
      RemoteWrite.read1(message, gathering);
      return gathering;
    }
  }

  private static byte[] twoSeries(String first, long at) {
    return message()
        .nested(1, series("__name__", first, "job", "node").nested(2, sample(1, at)))
        .nested(1, series("__name__", "b", "job", "node").nested(2, sample(2, at)))
        .bytes();
  }

  @Test
  void series_cameBefore_areNumbersOfTheDictionary() {
    // Given
    var sent = new SentSeries(() -> 14, () -> 0).of(SYSTEM);
    Content first = readWith(sent, twoSeries("a", T)).contents().getFirst();
    Content.Written before = first.write(Names.SHORT);
    first.told(Names.SHORT, true);

    // When
    Gathering again = readWith(sent, twoSeries("c", T + 1));
    Content.Written after = again.contents().getFirst().write(Names.SHORT);

    // Then
    assertThat(before.places()).containsExactly(0, 1);
    assertThat(BatchContent.open(before.content()).dictionary()).isEqualTo(7);
    var opened = BatchContent.open(after.content());
    assertThat(opened.dictionary()).isEqualTo(7);
    assertThat(opened.own()).extracting(SeriesName::metric).containsExactly("c");
    assertThat(after.series()).isEqualTo(1);
    assertThat(after.inherited()).isEqualTo(3);
    assertThat(after.places()).containsExactly(2);
    var numbers = new ArrayList<String>();
    opened.samples(
        after.inherited(),
        (number, times, values, from, _) -> numbers.add(number + "=" + values[from] + times[0]));
    assertThat(numbers).containsExactlyInAnyOrder("3=1.0" + (T + 1), "1=2.0" + (T + 1));
    assertThat(written(again)).hasSize(2);
  }

  @Test
  void series_wereNotTaken_areNamedAgain() {
    // Given
    var sent = new SentSeries(() -> 2, () -> 0).of(SYSTEM);
    readWith(sent, twoSeries("a", T)).contents().getFirst().write(Names.SHORT);

    // When
    Content again = readWith(sent, twoSeries("a", T + 1)).contents().getFirst();

    // Then
    assertThat(again.write(Names.SHORT).series()).isEqualTo(2);
    again.told(Names.SHORT, true);
    assertThat(again.write(Names.SHORT).series()).isZero();
    assertThat(again.write(Names.TOLD).series()).isEqualTo(2);
    assertThat(again.write(Names.TOLD).places()).containsExactly(0, 1);
  }

  @Test
  void names_notKept_thoseThatWereKnownStay_unlessAllWereTold() {
    // Given
    var sent = new SentSeries(() -> 2, () -> 0).of(SYSTEM);
    readWith(sent, twoSeries("a", T)).contents().getFirst().told(Names.SHORT, true);
    Content next = readWith(sent, twoSeries("c", T)).contents().getFirst();

    // When
    next.told(Names.SHORT, false);

    // Then: c is named again, b is not
    assertThat(next.write(Names.SHORT).series()).isEqualTo(1);
    next.told(Names.TOLD, false);
    assertThat(next.write(Names.SHORT).series()).isEqualTo(2);
    next.told(Names.TOLD, true);
    assertThat(next.write(Names.SHORT).series()).isZero();
  }

  @Test
  void noLabels_behindASeriesThatCameOtherwiseFirst_isRejected() {
    // Given: b is known, but not the bytes of its labels; then it comes behind a, twice
    var sent = new SentSeries(() -> 2, () -> 0).of(SYSTEM);
    sent.add(SeriesName.of(SYSTEM, "b", Map.of("job", "node"), ""), null);
    for (int i = 0; i < 3; i++) {
      assertThat(readWith(sent, twoSeries("a", T)).rejected()).isZero();
    }
    byte[] request =
        message()
            .nested(1, series("__name__", "a", "job", "node").nested(2, sample(1, T)))
            .nested(1, message().nested(2, sample(7, T)))
            .bytes();

    // When
    Gathering gathering = readWith(sent, request);

    // Then
    assertThat(gathering.rejected()).isEqualTo(1);
    assertThat(written(gathering)).containsExactly("a{job=node} 1.0@0");
  }

  @Test
  void labelsBehindSamples_areReadAsTheyAre() {
    // Given
    var sent = new SentSeries(() -> 2, () -> 0).of(SYSTEM);
    var prefix = message().nested(1, series("__name__", "a").nested(2, sample(1, T))).bytes();
    readWith(sent, prefix).contents().getFirst().told(Names.SHORT, true);
    var label = message().text(1, "job").text(2, "other");
    var request =
        message()
            .nested(1, series("__name__", "a").nested(2, sample(1, T)).nested(1, label))
            .bytes();

    // When
    Gathering gathering = readWith(sent, request);

    // Then
    assertThat(written(gathering)).containsExactly("a{job=other} 1.0@0");
  }

  @Test
  void wrongSeries_isRejectedEachTime() {
    // Given
    var sent = new SentSeries(() -> 2, () -> 0).of(SYSTEM);
    byte[] request = message().nested(1, series("job", "a").nested(2, sample(1, T))).bytes();

    // When
    Gathering first = readWith(sent, request);
    Gathering second = readWith(sent, request);

    // Then
    assertThat(first.rejected()).isEqualTo(1);
    assertThat(second.rejected()).isEqualTo(1);
    assertThat(second.problem()).isEqualTo(first.problem());
  }

  @Test
  void request1_isReadWithAllItHas() {
    // Given
    var request =
        message()
            .nested(
                1,
                series("__name__", "up", "job", "node", "empty", "")
                    .nested(2, sample(1, T))
                    .nested(2, sample(Double.longBitsToDouble(STALE), T + 1))
                    .nested(3, message().varint(9, 9)))
            .nested(3, message().varint(1, 1).text(2, "up"))
            .nested(1, series("job", "node", "__name__", "up").nested(2, sample(3, T + 2)))
            .nested(1, series("__name__", "only_named"));

    // When
    var gathering = read(1, request.bytes());

    // Then
    assertThat(written(gathering))
        .containsExactly("up{job=node} 1.0@0", "up{job=node} stale@1", "up{job=node} 3.0@2");
    assertThat(gathering.rejected()).isZero();
  }

  @Test
  void labelsThatAreOurs_areExported() {
    // Given
    var request =
        message()
            .nested(
                1,
                series("__name__", "m", "agent", "a", "exported_agent", "b", "system", "s")
                    .nested(2, sample(1, T)));

    // When / Then
    assertThat(written(read(1, request.bytes())))
        .containsExactly("m{exported_agent=b, exported_exported_agent=a, exported_system=s} 1.0@0");
  }

  @Test
  void whatCannotBeTaken_isCountedWithTheFirstReason_andTheRestIsTaken() {
    // Given
    var bad =
        List.of(
            series("job", "j"),
            series("__name__", "not a name"),
            series("__name__", "m", "a-b", "c"),
            series("__name__", "m", "a", "1", "a", "2"),
            series("__name__", "m", "a", "x".repeat(513)),
            manyLabels(33));
    for (Wire one : bad) {
      var request =
          message()
              .nested(1, one.nested(2, sample(1, T)).nested(2, sample(2, T)))
              .nested(1, series("__name__", "good").nested(2, sample(1, T)));

      // When
      var gathering = read(1, request.bytes());

      // Then
      assertThat(gathering.rejected()).isEqualTo(2);
      assertThat(gathering.problem()).isPresent();
      assertThat(written(gathering)).containsExactly("good{} 1.0@0");
    }
  }

  private static Wire manyLabels(int count) {
    var labels = series("__name__", "m");
    for (int i = 0; i < count; i++) {
      labels.nested(1, Wire.label("l" + i, "v"));
    }
    return labels;
  }

  @Test
  void samplesOutOfTime_andNativeHistograms_areRejectedOneByOne() {
    // Given
    long day = 86_400_000;
    var request =
        message()
            .nested(
                1,
                series("__name__", "m")
                    .nested(2, sample(1, T - 8 * day))
                    .nested(2, sample(2, T))
                    .nested(2, sample(3, T + day)))
            .nested(1, series("__name__", "h").nested(4, message().varint(1, 5)));

    // When
    var gathering = read(1, request.bytes());

    // Then
    assertThat(written(gathering)).containsExactly("m{} 2.0@0");
    assertThat(gathering.rejected()).isEqualTo(3);
    assertThat(gathering.problem().orElseThrow()).contains("older than 7 d");
  }

  private static Wire request2() {
    return message().text(4, "").text(4, "__name__").text(4, "up").text(4, "job").text(4, "node");
  }

  @Test
  void request2_isReadByItsSymbols_whereverTheyStand() {
    // Given
    var first =
        message()
            .packed(1, List.of(1, 2, 3, 4))
            .nested(2, sample(1, T).varint(3, T - 5))
            .nested(5, message().varint(1, 2));
    var second = message().nested(2, sample(2, T + 1)).varint(1, 1).varint(1, 2);
    var ahead = message().nested(5, first).bytes();
    var behind = request2().nested(5, second).bytes();
    var request = new byte[ahead.length + behind.length];
    System.arraycopy(ahead, 0, request, 0, ahead.length);
    System.arraycopy(behind, 0, request, ahead.length, behind.length);

    // When / Then
    assertThat(written(read(2, request))).containsExactly("up{job=node} 1.0@0", "up{} 2.0@1");
  }

  @Test
  void request2_withReferencesThatLeadNowhere_isRefused() {
    var wrong =
        List.of(
            request2().nested(5, message().packed(1, List.of(1, 9))),
            request2().nested(5, message().packed(1, List.of(1))),
            request2().nested(5, message().varint(1, -1)),
            message().text(4, "first"));
    for (Wire request : wrong) {
      assertThatThrownBy(() -> read(2, request.bytes())).isInstanceOf(WriteRefused.class);
    }
  }

  @Test
  void request2_withNativeHistograms_countsThemAsRejected() {
    // Given
    var request =
        request2().nested(5, message().packed(1, List.of(1, 2)).nested(3, message().varint(1, 1)));

    // When
    var gathering = read(2, request.bytes());

    // Then
    assertThat(gathering.rejected()).isEqualTo(1);
    assertThat(gathering.problem().orElseThrow()).contains("native histograms");
    assertThat(gathering.contents()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void anyBytes_giveAnAnswerOrARefusal(int version) {
    // Given
    var sound =
        version == 1
            ? message().nested(1, series("__name__", "up", "a", "b").nested(2, sample(1, T)))
            : request2()
                .nested(5, message().packed(1, List.of(1, 2, 3, 4)).nested(2, sample(1, T)));
    var random = new Random(version);

    // When / Then
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = sound.bytes();
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      int length = random.nextInt(bytes.length + 1);
      try {
        var _ = read(version, java.util.Arrays.copyOf(bytes, length)).contents();
      } catch (WriteRefused refused) {
        assertThat(refused.kind()).isEqualTo(WriteRefused.Kind.MALFORMED);
      }
    }
  }

  @Test
  void moreSeriesThanARequestMayHave_isTooLarge() {
    // Given
    var request = message();
    for (int i = 0; i <= WriteLimits.SERIES_MAX; i++) {
      request.nested(1, series("__name__", "m" + i).nested(2, sample(1, T)));
    }

    // When / Then
    assertThatThrownBy(() -> read(1, request.bytes()))
        .isInstanceOf(WriteRefused.class)
        .hasMessageContaining("at most 50000 series");
  }

  @Test
  void manySamples_goIntoSeveralContents_eachOfWhichMonitoringTakes() {
    // Given
    var request = message();
    for (int s = 0; s < 4; s++) {
      var one = series("__name__", "m" + s);
      for (int i = 0; i < 25_000; i++) {
        one.nested(2, sample(Math.sin(i), T - i * 10L));
      }
      request.nested(1, one);
    }

    // When
    var gathering = read(1, request.bytes());

    // Then
    assertThat(gathering.samples()).isEqualTo(100_000);
    assertThat(gathering.contents())
        .hasSizeGreaterThan(2)
        .allSatisfy(
            content -> assertThat(content.write(Names.PLAIN).content().length).isLessThan(1 << 20));
    assertThat(written(gathering)).hasSize(100_000).doesNotHaveDuplicates();
  }
}
