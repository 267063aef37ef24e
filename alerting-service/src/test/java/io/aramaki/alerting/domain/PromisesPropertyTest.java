package io.aramaki.alerting.domain;

import static io.aramaki.alerting.domain.Bench.INTERVAL;
import static io.aramaki.alerting.domain.Bench.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.alerting.domain.alert.Severity;
import io.aramaki.alerting.domain.dispatch.Notification;
import io.aramaki.alerting.domain.dispatch.Outcome;
import io.aramaki.alerting.domain.dispatch.Subject;
import io.aramaki.kit.testing.property.Gen;
import io.aramaki.kit.testing.property.Property;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// P5 to P7: whatever happens in whatever order, nobody is left in the dark or told nonsense.
class PromisesPropertyTest {
  private static final List<String> AGENTS = List.of("host1", "host2", "host3");

  /// What may happen.
  private sealed interface Event {
    record Report(String agent, @Nullable Severity severity) implements Event {}

    record Pass(Duration time) implements Event {}

    /// The receiver takes what is under way.
    record Take() implements Event {}

    /// The receiver takes it, and its answer is lost.
    record TakeSilently() implements Event {}

    record Refuse() implements Event {}

    record Miss() implements Event {}

    /// The sender dies before it sent.
    record CrashBefore() implements Event {}

    /// The sender dies after the receiver took it.
    record CrashAfter() implements Event {}
  }

  private static final Gen<Event> CALM =
      Gen.oneOf(
          Gen.elements(AGENTS.toArray(String[]::new))
              .flatMap(agent ->
                  Gen.elements(Severity.CRITICAL, Severity.WARNING)
                      .map(severity -> (Event) new Event.Report(agent, severity))),
          Gen.elements(AGENTS.toArray(String[]::new)).map(agent -> new Event.Report(agent, null)),
          Gen.ints(1, 900).map(seconds -> new Event.Pass(Duration.ofSeconds(seconds))),
          Gen.constant(new Event.Take()));

  private static final Gen<Event> WILD =
      Gen.oneOf(
          CALM,
          CALM,
          Gen.elements(
              new Event.TakeSilently(),
              new Event.Refuse(),
              new Event.Miss(),
              new Event.CrashBefore(),
              new Event.CrashAfter()));

  @Test
  void promises_underAnyInterleavingOfChangesTicksOutcomesAndCrashes_hold() {
    Property.of("P5 to P7 hold with faults")
        .withCases(1_000)
        .check(WILD.list(1, 60), events -> new Run().play(events).assertPromises());
  }

  @Test
  void promises_withoutFaults_areExactlyOnce() {
    Property.of("exactly one message per transition without faults")
        .withCases(500)
        .check(
            CALM.list(1, 60),
            events -> {
              var run = new Run().play(events);
              run.assertPromises();
              assertThat(run.repeatedKeys).as("repeated messages").isZero();
            });
  }

  /// A run with a receiver that remembers.
  private static final class Run {
    private final Bench bench = Bench.simple();

    /// What the receiver took, by key; the same key again is a repetition.
    private final Set<String> keys = new HashSet<>();

    private final Map<String, Severity> known = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();

    /// Alerts that the receiver was told to be firing, or may have been told.
    private final Set<String> perhapsTold = new HashSet<>();

    private int incidents;
    private int repeatedKeys;

    Run play(List<Event> events) {
      events.forEach(this::play);
      calm();
      return this;
    }

    private void play(Event event) {
      switch (event) {
        case Event.Report report -> bench.report(key("http", report.agent()), report.severity());
        case Event.Pass pass -> bench.pass(pass.time());
        case Event.Take _ ->
            under()
                .forEach(message -> {
                  take(message);
                  bench.answer(message, new Outcome.Accepted());
                });
        case Event.TakeSilently _ ->
            under()
                .forEach(message -> {
                  incidents++;
                  take(message);
                  bench.answer(message, new Outcome.Unclear("no answer"));
                });
        case Event.Refuse _ ->
            under()
                .forEach(message -> {
                  incidents++;
                  perhaps(message);
                  bench.answer(message, new Outcome.Unclear("500"));
                });
        case Event.Miss _ ->
            under().forEach(message -> bench.answer(message, new Outcome.NotReached("refused")));
        case Event.CrashBefore _ -> {
          incidents += under().size();
          under().forEach(this::perhaps);
          bench.recover();
        }
        case Event.CrashAfter _ -> {
          incidents += under().size();
          under().forEach(this::take);
          bench.recover();
        }
      }
    }

    /// Nothing goes wrong any more, until nothing happens any more.
    private void calm() {
      for (int i = 0; i < 15; i++) {
        play(new Event.Take());
        play(new Event.Pass(INTERVAL));
      }
      play(new Event.Take());
    }

    private List<Notification> under() {
      return bench.book.groups().stream()
          .flatMap(group -> group.outstanding().stream())
          .filter(Notification::claimed)
          .toList();
    }

    private void take(Notification message) {
      if (!keys.add(message.key())) {
        repeatedKeys++;
      }
      for (Subject subject : message.resolved()) {
        known.remove(subject.alertId());
      }
      message.firing().forEach(subject -> known.put(subject.alertId(), subject.severity()));
      message.resolved().stream()
          .map(Subject::alertId)
          .filter(id -> !perhapsTold.contains(id))
          .forEach(id -> wrong.add("resolved without a firing: " + id));
      perhaps(message);
      if (message.firing().isEmpty() && message.resolved().isEmpty()) {
        wrong.add("an empty message");
      }
    }

    private void perhaps(Notification message) {
      message.firing().forEach(subject -> perhapsTold.add(subject.alertId()));
    }

    void assertPromises() {
      assertThat(wrong).isEmpty();
      assertThat(repeatedKeys).as("repetitions for incidents").isLessThanOrEqualTo(incidents);
      var standing = new HashMap<String, Severity>();
      bench.book.firing().forEach(alert -> standing.put(alert.id(), alert.severity()));
      assertThat(known).as("what the receiver knows at the end").isEqualTo(standing);
    }
  }
}
