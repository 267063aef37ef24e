package io.aramaki.gateway.domain.write.sent;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.codec.batch.SeriesName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SentSeriesTest {
  private final AtomicLong random = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();
  private final SentSeries sent = new SentSeries(() -> random.addAndGet(4), nanos::get);

  private static SeriesName name(int number) {
    return SeriesName.of("orgs/o/systems/web", "m" + number, Map.of(), "");
  }

  private static LabelBytes bytes(String text) {
    byte[] array = text.getBytes(StandardCharsets.UTF_8);
    return new LabelBytes(array).at(0, array.length);
  }

  @Test
  void of_sameSystem_isTheSame_ofAnotherOneIsNot() {
    assertThat(sent.of("a")).isSameAs(sent.of("a")).isNotSameAs(sent.of("b"));
    assertThat(sent.of("a").dictionary()).isPositive().isNotEqualTo(sent.of("b").dictionary());
  }

  @Test
  void find_bytesThatCame_isTheSeries() {
    // Given
    var system = sent.of("a");
    var one = system.add(name(1), bytes("labels of one"));
    var other = system.add(name(2), bytes("labels of two"));

    // Then
    assertThat(system.find(bytes("labels of one"), null)).isSameAs(one);
    assertThat(system.find(bytes("labels of two"), null)).isSameAs(other);
    assertThat(system.find(bytes("labels of six"), null)).isNull();
    assertThat(system.add(name(1), bytes("in another order"))).isSameAs(one);
    assertThat(system.find(bytes("in another order"), null)).isSameAs(one);
    assertThat(system.size()).isEqualTo(2);
  }

  @Test
  void find_behindAnother_isWhatItIsAndNotWhatWasExpected() {
    // Given: in this order
    var system = sent.of("a");
    var one = system.add(name(1), bytes("one"));
    var two = system.add(name(2), bytes("two"));
    var three = system.add(name(3), bytes("three"));
    assertThat(system.find(bytes("two"), one)).isSameAs(two);

    // Then: in the same and in another one
    assertThat(system.find(bytes("two"), one)).isSameAs(two);
    assertThat(system.find(bytes("three"), one)).isSameAs(three);
    assertThat(system.find(bytes("two"), one)).isSameAs(two);
    assertThat(system.find(bytes("four"), one)).isNull();
    assertThat(system.find(bytes("tw"), one)).isNull();
    assertThat(system.find(bytes(""), one)).isNull();
  }

  @Test
  void add_fullDictionary_anotherOneIsBegun() {
    // Given
    var few = new SentSeries(() -> random.addAndGet(4), nanos::get, 100);
    var system = few.of("a");
    for (int i = 0; i < 100; i++) {
      assertThat(system.add(name(i), null)).isNotNull();
    }

    // Then
    assertThat(system.add(name(-1), null)).isNull();
    assertThat(system.add(name(7), bytes("later"))).isNotNull();
    assertThat(few.of("a")).as("the surplus is named each time").isSameAs(system);

    // When: that went on for long
    for (int i = 0; i <= 20_000; i++) {
      assertThat(system.add(name(1_000 + i % 5), null)).isNull();
    }

    // Then
    assertThat(few.of("a")).isNotSameAs(system);
    assertThat(few.of("a").size()).isZero();
  }

  @Test
  void add_longLabels_areNotRemembered() {
    var system = sent.of("a");

    assertThat(system.add(name(1), bytes("x".repeat(SentSeries.LENGTH_MAX + 1)))).isNull();
    assertThat(system.add(name(1), bytes("x".repeat(SentSeries.LENGTH_MAX)))).isNotNull();
  }

  @Test
  void add_moreSeriesThanMayBe_haveRoomWhenOthersWereNotUsedForLong() {
    // Given: as many as may be, and two senders that stay
    var few = new SentSeries(() -> random.addAndGet(4), nanos::get, 5_000);
    var first = few.of("first");
    var second = few.of("second");
    for (int i = 0; i < 2_500; i++) {
      assertThat(first.add(name(i), null)).isNotNull();
      assertThat(second.add(name(i), null)).isNotNull();
    }

    // Then: a third has no room, and takes none from them
    assertThat(few.of("third").add(name(1), null)).isNull();
    nanos.addAndGet(Duration.ofMinutes(4).toNanos());
    assertThat(few.of("first")).isSameAs(first);
    assertThat(few.of("second")).isSameAs(second);
    assertThat(few.of("third").add(name(1), null)).isNull();

    // When: one of them is silent for long
    nanos.addAndGet(Duration.ofMinutes(2).toNanos());
    assertThat(few.of("first")).isSameAs(first);
    nanos.addAndGet(Duration.ofMinutes(4).toNanos());

    // Then
    assertThat(few.of("third").add(name(1), null)).isNotNull();
    assertThat(few.of("first")).isSameAs(first);
    assertThat(few.of("second")).isNotSameAs(second);
  }

  @Test
  void bytes_differInAnyPlace_areOthers() {
    // Given
    String text = "0123456789abcdefghij";
    var system = sent.of("a");
    system.add(name(1), bytes(text));

    // Then
    for (int i = 0; i < text.length(); i++) {
      String other = text.substring(0, i) + "-" + text.substring(i + 1);
      assertThat(system.find(bytes(other), null)).isNull();
      assertThat(system.find(bytes(text.substring(0, i)), null)).isNull();
    }
  }
}
