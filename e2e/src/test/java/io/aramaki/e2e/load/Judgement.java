package io.aramaki.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.e2e.instance.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What must hold after a load during which parts died: nothing lost, nothing invented, nothing
/// told twice without a reason.
public final class Judgement {
  /// The longest time from a transition to its notification while processes are killed.
  public static final Duration PAGE_MAX = Duration.ofSeconds(60);

  /// P6 counts by key: after a death a notification comes at most once more. These are so many as
  /// alerting has sent to a receiver and not yet written down when it dies.
  private static final int UNDER_WAY_MAX = 8;

  /// From the last change to the end of the load, which has to be over the consequences.
  private static final Duration BETWEEN = Duration.ofSeconds(5);

  private static final Duration DRAIN = Duration.ofMinutes(3);

  private Judgement() {}

  /// Ends the load and compares what clients and receivers have.
  ///
  /// @param incidents after some of which what was under way may come once more (P6)
  /// @param slowestMax within which each transition must have been notified
  public static void of(Load load, List<Incident> incidents, Duration slowestMax) throws Exception {
    Thread.sleep(BETWEEN);
    load.stopChanging();
    load.stop(DRAIN);
    Eventually.get(
        "the last pages", DRAIN, () -> load.pages().count(), count -> count.missing() == 0);
    Eventually.get("each counted result evaluated once", DRAIN, load::miscounted, List::isEmpty);
    var pages = load.pages().count();
    var samples = load.compare();
    System.out.printf("evaluated: %d counted results, each once%n", load.counted());
    System.out.printf(
        "samples: sent %d, acknowledged %d, readable %d, series that differ %d%n",
        samples.sent(), samples.acknowledged(), samples.readable(), samples.series().size());
    System.out.printf(
        "pages: transitions %d, missing %d, repeated with the same key %d (one at most %d times), invented %d, slowest after %d ms, of %s%n",
        pages.transitions(),
        pages.missing(),
        pages.repeats().size(),
        pages.most(),
        pages.invented().size(),
        pages.slowest().toMillis(),
        Incident.clock(pages.slowestSent()));
    System.out.printf(
        "rates: %.0f samples/s, %.1f hard transitions/s%n",
        load.samplesPerSecond(), load.transitionsPerSecond());
    assertThat(load.samplesPerSecond())
        .as("the load that was promised")
        .isGreaterThan(0.95 * load.size().samplesPerSecond());
    assertThat(load.transitionsPerSecond()).isGreaterThan(0.8 * load.size().transitionsPerSecond());
    assertThat(load.refusals()).isEmpty();
    assertThat(samples.series()).as("acknowledged = readable = sent").isEmpty();
    assertThat(samples.readable()).isEqualTo(samples.sent());
    assertThat(pages.missing()).isZero();
    assertThat(pages.invented()).isEmpty();
    assertThat(pages.slowest()).isLessThan(slowestMax);
    int deaths = incidents.stream().mapToInt(Incident::deaths).max().orElse(0);
    assertThat(pages.most()).as("deliveries of one key").isLessThanOrEqualTo(1 + deaths);
    assertRepeatsExplained(pages.repeats(), incidents);
  }

  /// Each repeat belongs to one incident, and none has more than was under way.
  private static void assertRepeatsExplained(List<Pages.Repeat> repeats, List<Incident> incidents) {
    var unexplained = new ArrayList<>(repeats);
    for (var incident : incidents) {
      var explained = unexplained.stream().filter(incident::explains).toList();
      unexplained.removeAll(explained);
      if (!explained.isEmpty()) {
        System.out.printf("told again after %s was away: %d%n", incident.part(), explained.size());
      }
      assertThat(explained)
          .as("%s", incident)
          .hasSizeLessThanOrEqualTo(incident.deaths() * UNDER_WAY_MAX);
    }
    assertThat(unexplained).as("told again without an incident").isEmpty();
  }
}
