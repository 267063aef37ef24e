package io.aramaki.monitoring.domain.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.monitoring.domain.MonitoringException.UnknownSeries;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ToldSeriesTest {
  private static final String WEB = "orgs/o/systems/web";
  private static final Name[] NONE = {};

  private final AtomicLong nanos = new AtomicLong();
  private final ToldSeries told = new ToldSeries(nanos::get, 1_500);

  private static List<SeriesName> names(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> SeriesName.of(WEB, "m" + i, Map.of(), ""))
        .toList();
  }

  private static List<Integer> places(int from, int count) {
    return IntStream.range(from, from + count).boxed().toList();
  }

  private Name at(String system, long dictionary, int place) {
    return told.names(system, dictionary, new int[] {place}, 1, 1_000, NONE)[0];
  }

  @Test
  void names_wereTold_areTheSameObjectsEachTime() {
    // Given
    ToldSeries.Told first = told.put(WEB, 1, names(3), places(5, 3));
    ToldSeries.Told again = told.put(WEB, 1, names(3), places(5, 3));

    // Then
    assertThat(first.kept()).isTrue();
    assertThat(again.names()[1]).isSameAs(first.names()[1]);
    assertThat(at(WEB, 1, 6)).isSameAs(first.names()[1]);
    assertThat(told.names(WEB, 1, new int[] {7, 8}, 2, 8, first.names()))
        .containsExactly(first.names()[2], first.names()[0]);
  }

  @Test
  void names_ofAnotherPlaceDictionaryOrSystem_areUnknown() {
    told.put(WEB, 1, names(3), places(5, 3));

    assertThatThrownBy(() -> at(WEB, 1, 4)).isInstanceOf(UnknownSeries.class);
    assertThatThrownBy(() -> at(WEB, 1, 900)).isInstanceOf(UnknownSeries.class);
    assertThatThrownBy(() -> at(WEB, 2, 5)).isInstanceOf(UnknownSeries.class);
    assertThatThrownBy(() -> at("orgs/o/systems/db", 1, 5)).isInstanceOf(UnknownSeries.class);
  }

  @Test
  void put_noPlace_isNotKept() {
    told.put(WEB, 1, names(1), List.of(-1));

    assertThatThrownBy(() -> at(WEB, 1, 0)).isInstanceOf(UnknownSeries.class);
  }

  @Test
  void put_noRoom_isNotKept_untilOthersWereNotUsedForLong() {
    // Given: room for two small dictionaries
    assertThat(told.put(WEB, 1, names(1), places(0, 1)).kept()).isTrue();
    assertThat(told.put(WEB, 2, names(1), places(0, 1)).kept()).isTrue();

    // Then
    assertThat(told.put(WEB, 3, names(1), places(0, 1)).kept()).isFalse();
    assertThat(told.put(WEB, 2, names(1), places(500, 1)).kept()).as("far away").isFalse();
    assertThat(at(WEB, 1, 0)).isNotNull();

    // When
    nanos.addAndGet(Duration.ofMinutes(4).toNanos());
    assertThat(at(WEB, 1, 0)).isNotNull();
    nanos.addAndGet(Duration.ofMinutes(2).toNanos());

    // Then
    assertThat(told.put(WEB, 3, names(1), places(0, 1)).kept()).isTrue();
    assertThat(at(WEB, 1, 0)).isNotNull();
    assertThatThrownBy(() -> at(WEB, 2, 0)).isInstanceOf(UnknownSeries.class);
  }

  @Test
  void names_ofAnotherDictionaryOfTheSystem_areTheSameObjects() {
    // Given
    ToldSeries.Told first = told.put(WEB, 1, names(1), places(0, 1));
    ToldSeries.Told second = told.put(WEB, 2, names(1), places(7, 1));

    // Then
    assertThat(second.names()[0]).isSameAs(first.names()[0]);
  }

  @Test
  void put_longNames_areNotKept() {
    var longOne = SeriesName.of(WEB, "m", Map.of("l", "x".repeat(1_000)), "");

    assertThat(told.put(WEB, 1, List.of(longOne), List.of(0)).kept()).isFalse();
    assertThatThrownBy(() -> at(WEB, 1, 0)).isInstanceOf(UnknownSeries.class);
  }
}
