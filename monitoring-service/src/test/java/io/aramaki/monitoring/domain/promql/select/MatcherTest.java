package io.aramaki.monitoring.domain.promql.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MatcherTest {
  private static final int SIZE = 20_000;

  @ParameterizedTest
  @CsvSource({
    "EQUAL, a, a, true",
    "EQUAL, '', '', true",
    "NOT_EQUAL, a, '', true",
    "REGEX, a|b, b, true",
    "REGEX, a, ba, false",
    "REGEX, '(?i)A.', ab, true",
    "REGEX, '.*', '', true",
    "NOT_REGEX, '.+', '', true",
    "NOT_REGEX, 'x.*', xy, false"
  })
  void matcher_ofEachKind_looksAtTheWholeValue(
      Matcher.Op op, String pattern, String value, boolean expected) {
    // Given
    var matcher = Matcher.of("label", op, pattern, SIZE);

    // When
    boolean matches = matcher.matches(value);

    // Then
    assertThat(matches).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(?=a)", "(?!a)", "(?<=a)b", "(a)\\1", "a++", "(", "*", "a{1001}"})
  void regex_thatRe2HasNot_isRefused(String regex) {
    // When / Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Matcher.of("label", Matcher.Op.REGEX, regex, SIZE))
        .withMessageContaining("error parsing regexp");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{999}){999}){999}",
        "(((a{30}){30}){30}){30}",
        "([a-z]{500}){200}",
        "(a|b{900}){90,}"
      })
  void regex_thatWouldBeHuge_isRefusedBeforeItIsCompiled(String regex) {
    // Given
    long begun = System.nanoTime();

    // When / Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Matcher.of("label", Matcher.Op.REGEX, regex, SIZE))
        .withMessageContaining("at most 20000 are allowed");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void regex_thatBacktrackingNeverEnds_matchesAtOnce() {
    // Given
    var matcher = Matcher.of("label", Matcher.Op.REGEX, "(a*)*(a|aa)+b", SIZE);
    long begun = System.nanoTime();

    // When
    boolean matches = matcher.matches("a".repeat(10_000));

    // Then
    assertThat(matches).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }
}
