package io.aramaki.alerting.domain.suppress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.alert.AlertKey;
import io.aramaki.alerting.domain.alert.Problem;
import io.aramaki.alerting.domain.alert.Severity;
import io.aramaki.alerting.domain.match.Matcher;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SuppressionTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant END = START.plus(Duration.ofHours(1));
  private static final Alert ALERT =
      Alert.fire(
              new AlertKey("orgs/o/systems/web", "orgs/o/checks/http", "orgs/o/agents/h1"),
              1,
              new Problem(Severity.CRITICAL, "bad", Map.of(), ""),
              START)
          .alert();

  @Test
  void silence_atItsBounds_holdsFromTheStartUntilBeforeTheEnd() {
    // Given
    var silence = silence(Set.of(), "check=http");

    // When / Then
    assertThat(silence.suppresses(ALERT, START.minusMillis(1))).isFalse();
    assertThat(silence.suppresses(ALERT, START)).isTrue();
    assertThat(silence.suppresses(ALERT, END.minusMillis(1))).isTrue();
    assertThat(silence.suppresses(ALERT, END)).isFalse();
  }

  @Test
  void silence_ofASubtree_doesNotHoldOutside() {
    // When / Then
    assertThat(silence(Set.of("orgs/o/systems/web"), "check=http").suppresses(ALERT, START))
        .isTrue();
    assertThat(silence(Set.of("orgs/o/systems/db"), "check=http").suppresses(ALERT, START))
        .isFalse();
  }

  @Test
  void silence_ofSeveralMatchers_needsThemAll() {
    // When / Then
    assertThat(silence(Set.of(), "check=http", "severity=warning").suppresses(ALERT, START))
        .isFalse();
  }

  @Test
  void silence_thatWouldSilenceEverything_isRefused() {
    // When / Then
    assertThatThrownBy(() -> silence(Set.of(), "check=~.*"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("silence everything");
  }

  @Test
  void suppression_thatEndsEarly_isOverAtOnce() {
    // Given
    var silence = silence(Set.of(), "check=http");
    var now = START.plusSeconds(5);

    // When
    var ended = silence.expire(now).orElseThrow();

    // Then
    assertThat(ended.state(now)).isEqualTo(Suppression.State.EXPIRED);
    assertThat(ended.expire(now)).isEmpty();
  }

  @Test
  void suppression_thatEndsBeforeItBegan_isOverAtOnce() {
    // Given
    var silence = silence(Set.of(), "check=http");

    // When
    var ended = silence.expire(START.minusSeconds(60)).orElseThrow();

    // Then
    assertThat(ended.state(START.minusSeconds(60))).isEqualTo(Suppression.State.EXPIRED);
  }

  @Test
  void suppression_withoutReasonOrTooLong_isRefused() {
    // Given
    var kind = new Suppression.Silence(List.of(Matcher.parse("check=http")));

    // When / Then
    assertThatThrownBy(() -> one(kind, " ", START, END)).hasMessageContaining("reason");
    assertThatThrownBy(() -> one(kind, "r", END, START)).hasMessageContaining("before it begins");
    assertThatThrownBy(() -> one(kind, "r", START, START.plus(Duration.ofDays(367))))
        .hasMessageContaining("at most a year");
  }

  private static Suppression silence(Set<String> systems, String... matchers) {
    var kind = new Suppression.Silence(List.of(matchers).stream().map(Matcher::parse).toList());
    return new Suppression("s", kind, systems, "", "work", "u", START, END, START);
  }

  private static Suppression one(
      Suppression.Kind kind, String reason, Instant start, Instant expire) {
    return new Suppression("s", kind, Set.of(), "", reason, "u", start, expire, start);
  }
}
