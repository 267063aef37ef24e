package io.aramaki.alerting.domain.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "check=http ; true",
        "check=\"http\" ; true",
        " check =  http  ; true",
        "check=ht ; false",
        "check!=http ; false",
        "check!=disk ; true",
        "check=~h.* ; true",
        "check=~h ; false",
        "check=~(a|http) ; true",
        "check!~h.* ; false",
        "check!~h ; true",
        "absent=\"\" ; true",
        "absent!=\"\" ; false",
        "absent=~.* ; true",
        "absent!~.+ ; true",
      })
  void matcher_againstTheCheckHttp_matchesTheWholeValue(String text, boolean expected) {
    // Given
    var matcher = Matcher.parse(text);

    // When
    boolean matches = matcher.matches(Map.of("check", "http"));

    // Then
    assertThat(matches).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "check", "1a=b", "a b=c", "check=~(", "=x"})
  void matcher_thatMakesNoSense_isRefusedWithAReason(String text) {
    // When / Then
    assertThatThrownBy(() -> Matcher.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void expression_thatBlowsUpBacktracking_isFast() {
    // Given
    var matcher = Matcher.of("check", "=~", "(a+)+b");

    // When
    boolean matches = matcher.matches(Map.of("check", "a".repeat(50_000)));

    // Then
    assertThat(matches).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"=", "!=", "=~", "!~"})
  void matcher_writtenAndRead_isTheSame(String operator) {
    // Given
    var matcher = Matcher.of("check", operator, "h.*");

    // When
    var again = Matcher.of(matcher.name(), matcher.operator(), matcher.operand());

    // Then
    assertThat(again).isEqualTo(matcher);
  }
}
