package io.aramaki.gateway.domain.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Times and durations as Prometheus 2.42 reads them.
final class ParametersTest {
  private static Parameters one(String name, String value) {
    return new Parameters(Map.of(name, List.of(value)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1000",
    "1435781451.781, 1435781451781",
    "0.0005, 1",
    "1.9999, 2000",
    "-5.25, -5250",
    "1e3, 1000000",
    "+1, 1000",
    ".5, 500",
    "2015-07-01T20:10:51.781Z, 1435781451781",
    "2015-07-01T20:10:51+02:00, 1435774251000",
    "2015-07-01T20:10:51.1234567Z, 1435781451123"
  })
  void time_isRead(String text, long millis) {
    assertThat(one("time", text).time("time")).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "NaN",
        "Inf",
        "0x10",
        " 1",
        "1 ",
        "1f",
        "2015-07-01",
        "2015-07-01T20:10:51",
        "2015-13-01T20:10:51Z",
        "2015-07-01 20:10:51Z",
        "1e300",
        "--1",
        "1.e"
      })
  void whatIsNoTime_isRefused(String text) {
    assertThatThrownBy(() -> one("time", text).time("time", 0))
        .isInstanceOf(QueryRefused.class)
        .hasMessage(
            "invalid parameter \"time\": Invalid time value for 'time': cannot parse \""
                + text
                + "\" to a valid timestamp");
  }

  @Test
  void firstAndLastTimeOfPrometheus_areFarAway() {
    assertThat(one("start", "-292273086-05-16T16:47:06Z").time("start")).isEqualTo(-(1L << 56));
    assertThat(one("start", "292277025-08-18T07:12:54.999999999Z").time("start"))
        .isEqualTo(1L << 56);
    assertThat(new Parameters(Map.of()).time("time", 7)).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1000",
    "0.25, 250",
    "15s, 15000",
    "1m30s, 90000",
    "500ms, 500",
    "1y2w3d4h5m6s7ms, 33019506007",
    "1e3, 1000000"
  })
  void step_isRead(String text, long millis) {
    assertThat(one("step", text).step()).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1m", "30s1m", "1w1w", "1 m", "1h ", "99999999999y", "1ns"})
  void whatIsNoDuration_isRefused(String text) {
    assertThatThrownBy(() -> one("step", text).step())
        .isInstanceOf(QueryRefused.class)
        .hasMessage(
            "invalid parameter \"step\": cannot parse \"" + text + "\" to a valid duration");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0s", "0.0001", "-0.5"})
  void stepThatIsNotPositive_isRefused(String text) {
    assertThatThrownBy(() -> one("step", text).step())
        .hasMessageContaining("zero or negative query resolution step widths are not accepted");
  }

  @Test
  void timeout_isAtLeastAMillisecond_andNothingIfNotSaid() {
    assertThat(one("timeout", "0").timeout()).hasValue(1L);
    assertThat(one("timeout", "-3").timeout()).hasValue(1L);
    assertThat(one("timeout", "30s").timeout()).hasValue(30_000L);
    assertThat(new Parameters(Map.of()).timeout()).isEmpty();
  }

  @Test
  void selectors_areBounded() {
    var many = new Parameters(Map.of("match[]", Collections.nCopies(1_001, "up")));

    assertThatThrownBy(many::selectors)
        .hasMessage("invalid parameter \"match[]\": 1001 of them; expected at most 1000");
  }
}
