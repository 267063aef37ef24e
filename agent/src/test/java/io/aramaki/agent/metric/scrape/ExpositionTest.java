package io.aramaki.agent.metric.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpositionTest {
  private final Exposition text = new Exposition(false);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "up 1; up; 1",
        "  up\t1 ; up; 1",
        "a{} 2e3; a{}; 2000",
        "a {b=\"c\"} -0; a {b=\"c\"}; -0.0",
        "a{b=\"} 7\"} 8; a{b=\"} 7\"}; 8",
        "a{b=\"\\\"} 7\"} 8; a{b=\"\\\"} 7\"}; 8",
        "a:b:c_d +Inf; a:b:c_d; Infinity",
        "a -Inf; a; -Infinity",
        "a NaN; a; NaN",
        "a 1 # {trace_id=\"x\"} 0.5; a; 1"
      })
  void line_isRead(String line, String series, double value) throws Exception {
    assertThat(text.read(line)).isEqualTo(new Exposition.Line(series, value, 0, false));
  }

  @Test
  void times_areMilliseconds_andSecondsInOpenMetrics() throws Exception {
    assertThat(text.read("a 1 1700000000123"))
        .isEqualTo(new Exposition.Line("a", 1, 1_700_000_000_123L, true));
    assertThat(new Exposition(true).read("a_total{x=\"y\"} 1 1700000000.123 # {} 2"))
        .isEqualTo(new Exposition.Line("a_total{x=\"y\"}", 1, 1_700_000_000_123L, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "# HELP a b", "#", "# EOF", "  # TYPE a counter"})
  void lineWithoutSample_isPassedOver(String line) throws Exception {
    assertThat(text.read(line)).isNull();
  }

  @Test
  void name_hasItsLabelsUnescaped() throws Exception {
    var named = text.name("a {b=\"c\\\\d\\\"e\\nf\" , g = \"{},=\",}");

    assertThat(named).isEqualTo(new Exposition.Named("a", Map.of("b", "c\\d\"e\nf", "g", "{},=")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a{b=\"c\"",
        "a{b=\"c\\",
        "a{b=\"c} 1",
        "a x",
        "a 1d",
        "a 1 2 3",
        "a 1 now",
        "a{b=\"c\"}",
        "{b=\"c\"",
        "a 1 2 3 # {} 1"
      })
  void malformedLine_isToldWithItsNumber(String line) throws Exception {
    var _ = text.read("# first");

    assertThatThrownBy(() -> text.read(line))
        .isInstanceOf(MalformedExposition.class)
        .hasMessageStartingWith("line 2: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a{b}",
        "a{b=c}",
        "a{=\"c\"}",
        "a{b=\"c\"d}",
        "a{\"b\"=\"c\"}",
        "a{b=\"1\",b=\"2\"}",
        "a{b-c=\"d\"}",
        "1a",
        "a-b",
        "{b=\"c\"}",
        "a{b,c=\"d\"}"
      })
  void malformedName_isTold(String series) {
    assertThatThrownBy(() -> text.name(series)).isInstanceOf(MalformedExposition.class);
  }
}
