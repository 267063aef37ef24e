package io.aramaki.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.e2e.instance.Eventually;
import io.aramaki.e2e.peer.Site;
import io.aramaki.e2e.peer.TraceReceiver.Span;
import io.aramaki.e2e.peer.Webhook.Received;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A site breaks and is repaired: what people and trackers hear of it, and the one trace of it.
@Tag("e2e")
@Tag("redmine")
@Tag("plugins")
@Order(20)
@ExtendWith(World.Resolver.class)
final class JourneyTest {
  private static final String CHECK_HTTP = "/usr/lib/nagios/plugins/check_http";

  /// No second notification and no second issue came within this time, so that none comes.
  private static final Duration QUIET = Duration.ofSeconds(8);

  /// The tracker is away for so long.
  private static final Duration TRACKER_AWAY = Duration.ofSeconds(60);

  private final World world;

  JourneyTest(World world) {
    this.world = world;
  }

  private void watch(String check, Site site) throws IOException {
    world.check(
        check,
        Map.of("ticket", "yes"),
        CHECK_HTTP,
        "-H",
        "127.0.0.1",
        "-p",
        Integer.toString(site.port()));
    world.awaitHard(check, "OK", World.SOON);
  }

  private List<String> notified(String check) {
    return world.webhook.about(check).stream().map(Received::status).toList();
  }

  private List<String> issues(String check) throws IOException, InterruptedException {
    return world.redmine.issues(check).stream()
        .map(issue -> issue.path("status").path("name").asText())
        .toList();
  }

  /// Watches that nothing more comes for a while.
  private void staysSo(String check, List<String> notifications, List<String> issues)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + QUIET.toNanos();
    while (System.nanoTime() < end) {
      assertThat(notified(check)).isEqualTo(notifications);
      assertThat(issues(check)).isEqualTo(issues);
      Thread.sleep(500);
    }
  }

  /// Watches it become HARD, and that nobody is told while it is SOFT.
  private void assertSilentUntilHard(String check) {
    var seen = new HashSet<String>();
    var _ =
        Eventually.get(
            check + " HARD",
            World.SOON,
            () -> {
              var told = notified(check);
              var state = world.instance.checkState(check);
              var hardness = state.path("state").asText() + " " + state.path("hardness").asText();
              if (hardness.endsWith("SOFT")) {
                assertThat(told).as("told while SOFT").isEmpty();
              }
              seen.add(hardness);
              return hardness;
            },
            hardness -> hardness.equals("CRITICAL HARD"));
    assertThat(seen).contains("CRITICAL SOFT");
  }

  @Test
  void site_breaksAndIsRepaired_oneWebhookAndOneIssueEach() throws Exception {
    var check = "site-breaks";
    try (var site = new Site()) {
      watch(check, site);

      // When it breaks
      site.breakDown();
      assertSilentUntilHard(check);
      Eventually.holds("a webhook", World.SOON, () -> !notified(check).isEmpty());
      Eventually.holds("an issue", World.SOON, () -> !issues(check).isEmpty());

      // Then exactly one of each
      staysSo(check, List.of("firing"), List.of("New"));
      var trace = world.webhook.about(check).getFirst().traceparent();

      // When it is repaired
      site.repair();
      Eventually.holds("resolved", World.SOON, () -> notified(check).size() > 1);
      Eventually.holds(
          "the issue resolved", World.SOON, () -> issues(check).equals(List.of("Resolved")));

      // Then both are, once
      staysSo(check, List.of("firing", "resolved"), List.of("Resolved"));

      // And the way of the failure is one trace
      assertOneTrace(trace);
    }
  }

  @Test
  void tracker_awayForAMinute_stillExactlyOneIssue() throws Exception {
    var check = "tracker-away";
    try (var site = new Site()) {
      watch(check, site);

      // When
      world.toRedmine.shut();
      long begin = System.nanoTime();
      site.breakDown();
      Eventually.holds("a webhook", World.SOON, () -> !notified(check).isEmpty());
      Eventually.holds("tries", World.SOON, () -> world.toRedmine.refused() > 0);
      assertThat(world.instance.cli("ticket", "ls").out()).contains(check);
      while (System.nanoTime() - begin < TRACKER_AWAY.toNanos()) {
        assertThat(issues(check)).isEmpty();
        Thread.sleep(1_000);
      }
      world.toRedmine.reopen();

      // Then
      Eventually.holds(
          "an issue", Duration.ofMinutes(2), () -> issues(check).equals(List.of("New")));
      staysSo(check, List.of("firing"), List.of("New"));
      site.repair();
      Eventually.holds(
          "the issue resolved", World.SOON, () -> issues(check).equals(List.of("Resolved")));
      staysSo(check, List.of("firing", "resolved"), List.of("Resolved"));
    }
  }

  /// Finds one trace with spans of every process from the check to the tracker.
  private void assertOneTrace(String traceparent) {
    assertThat(traceparent).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]");
    var trace = traceparent.split("-", -1)[1];
    var services = List.of("agent", "gateway", "monitoring", "alerting", "ticketing");
    var spans =
        Eventually.get(
            "spans of " + services,
            World.SOON,
            () -> world.traces.trace(trace),
            found ->
                found.stream()
                        .map(Span::service)
                        .map(name -> name.replace("aramaki-", ""))
                        .collect(Collectors.toSet())
                        .containsAll(services)
                    && found.stream().anyMatch(JourneyTest::isTrackerCall)
                    && found.stream().anyMatch(span -> span.name().startsWith("cassandra "))
                    && isWhole(found));
    spans.forEach(
        span -> System.out.printf("  %s %s <- %s%n", span.service(), span.name(), span.parent()));
    assertThat(spans.stream().filter(span -> span.parent().isEmpty()).toList())
        .as("one root: the check's execution")
        .hasSize(1)
        .allMatch(span -> span.service().contains("agent"));
  }

  /// True if every span but a root hangs on one that is there; processes export on their own time.
  private static boolean isWhole(List<Span> spans) {
    var ids = spans.stream().map(Span::id).collect(Collectors.toSet());
    return spans.stream().allMatch(span -> span.parent().isEmpty() || ids.contains(span.parent()));
  }

  private static boolean isTrackerCall(Span span) {
    return span.service().contains("ticketing")
        && span.kind().equals("SPAN_KIND_CLIENT")
        && span.name().endsWith(" POST");
  }
}
