package io.aramaki.alerting.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.alerting.domain.alert.Alert.Acknowledgement;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final AlertKey KEY =
      new AlertKey("orgs/o/systems/web", "orgs/o/checks/http", "orgs/o/agents/h1");

  @Test
  void alert_thatFires_hasTheLabelsOfItsCheckAndItsOwn() {
    // When
    var alert = fire(Severity.WARNING, Map.of("team", "web", "system", "forged"));

    // Then
    assertThat(alert.labels())
        .isEqualTo(
            Map.of(
                "team",
                "web",
                "system",
                "web",
                "check",
                "http",
                "agent",
                "h1",
                "severity",
                "warning"));
  }

  @Test
  void alert_withTheSameSeverityAgain_doesNotChange() {
    // Given
    var alert = fire(Severity.WARNING, Map.of());

    // When
    var change = alert.observe(new Problem(Severity.WARNING, "other", Map.of(), ""), NOW);

    // Then
    assertThat(change).isEmpty();
  }

  @Test
  void alert_thatGetsWorse_losesItsOwnerAndCountsUp() {
    // Given
    var taken = acknowledged(fire(Severity.WARNING, Map.of()));

    // When
    var worse =
        taken.observe(new Problem(Severity.CRITICAL, "bad", Map.of(), ""), NOW).orElseThrow();

    // Then
    assertThat(worse.alert().acknowledged()).isFalse();
    assertThat(worse.alert().transitionSeq()).isEqualTo(3);
    assertThat(worse.alert().labels()).containsEntry("severity", "critical");
    assertThat(worse.transition().kind()).isEqualTo("severity-changed");
  }

  @Test
  void acknowledgement_ofTheSameOwnerAgain_changesNothing() {
    // Given
    var taken = acknowledged(fire(Severity.WARNING, Map.of()));

    // When
    var again = taken.acknowledge(new Acknowledgement("u", "c", NOW.plusSeconds(9)));

    // Then
    assertThat(again).isEmpty();
  }

  @Test
  void alert_thatIsOver_keepsItsOwnerForTheRecord() {
    // Given
    var taken = acknowledged(fire(Severity.WARNING, Map.of()));

    // When
    var over = taken.resolve("", "fine again", "", NOW.plusSeconds(1)).alert();

    // Then
    assertThat(over.firing()).isFalse();
    assertThat(over.state().acknowledgement()).isPresent();
    assertThat(over.summary()).isEqualTo("fine again");
  }

  @Test
  void summary_thatIsTooLong_isCutBetweenCharacters() {
    // Given
    var text = "x" + "🙂".repeat(Alert.SUMMARY_MAX);

    // When
    var alert = Alert.fire(KEY, 1, new Problem(Severity.WARNING, text, Map.of(), ""), NOW).alert();

    // Then
    assertThat(alert.summary()).hasSizeLessThanOrEqualTo(Alert.SUMMARY_MAX).endsWith("🙂…");
  }

  @Test
  void keys_ofDifferentProblems_haveDifferentIds() {
    // Given
    var other = new AlertKey("orgs/o/systems/web", "orgs/o/checks/http", "orgs/o/agents/h2");

    // When / Then
    assertThat(other.id(1)).isNotEqualTo(KEY.id(1)).startsWith("a");
    assertThat(KEY.id(2)).isEqualTo("a" + KEY.hash() + "-2");
  }

  private static Alert fire(Severity severity, Map<String, String> labels) {
    return Alert.fire(KEY, 1, new Problem(severity, "bad", labels, ""), NOW).alert();
  }

  private static Alert acknowledged(Alert alert) {
    return alert.acknowledge(new Acknowledgement("u", "c", NOW)).orElseThrow().alert();
  }
}
