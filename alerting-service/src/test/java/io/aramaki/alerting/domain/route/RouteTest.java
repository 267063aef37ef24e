package io.aramaki.alerting.domain.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.alerting.domain.match.Matcher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {
  private static final Route DATABASE = route("{}/0/0", "dba", false, List.of(), "system=db");
  private static final Route CRITICAL =
      route("{}/0", "pager", false, List.of(DATABASE), "severity=critical");
  private static final Route AUDIT = route("{}/1", "audit", true, List.of(), "system=~db|web");
  private static final Route WEB = route("{}/2", "web", false, List.of(), "system=web");
  private static final Route LAST = route("{}/3", "last", false, List.of(), "system=web");
  private static final Route ROOT = route("{}", "ops", false, List.of(CRITICAL, AUDIT, WEB, LAST));

  @ParameterizedTest
  @CsvSource({
    "critical, db, dba",
    "critical, web, pager",
    "warning, db, audit",
    "warning, web, audit web",
    "warning, mail, ops",
  })
  void alert_goesToTheDeepestNodeThatMatches(String severity, String system, String expected) {
    // When
    var found = ROOT.match(Map.of("severity", severity, "system", system));

    // Then
    assertThat(String.join(" ", found.stream().map(Route::receiver).toList())).isEqualTo(expected);
  }

  @Test
  void groupLabels_ofThreeDots_areAllLabels() {
    // Given
    var labels = Map.of("a", "1", "b", "2");

    // When
    var all = new Route("{}", "ops", List.of(), List.of("..."), Timers.DEFAULT, false, List.of());

    // Then
    assertThat(all.groupLabels(labels)).isEqualTo(labels);
  }

  @Test
  void groupLabels_ofALabelThatIsAbsent_areEmpty() {
    // Given
    var route = new Route("{}", "ops", List.of(), List.of("a"), Timers.DEFAULT, false, List.of());

    // When
    var labels = route.groupLabels(Map.of("b", "2"));

    // Then
    assertThat(labels).isEqualTo(Map.of("a", ""));
  }

  @ParameterizedTest
  @CsvSource({"PT-1S, PT5M, PT4H", "PT30S, PT0.5S, PT4H", "PT30S, PT5M, PT4M"})
  void timers_thatMakeNoSense_areRefused(Duration wait, Duration interval, Duration repeat) {
    // When / Then
    assertThatThrownBy(() -> new Timers(wait, interval, repeat))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected");
  }

  private static Route route(
      String path, String receiver, boolean goOn, List<Route> routes, String... matchers) {
    return new Route(
        path,
        receiver,
        List.of(matchers).stream().map(Matcher::parse).toList(),
        List.of("check"),
        Timers.DEFAULT,
        goOn,
        routes);
  }
}
