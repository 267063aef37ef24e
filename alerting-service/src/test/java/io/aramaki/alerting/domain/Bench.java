package io.aramaki.alerting.domain;

import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.alert.AlertKey;
import io.aramaki.alerting.domain.alert.Problem;
import io.aramaki.alerting.domain.alert.Severity;
import io.aramaki.alerting.domain.dispatch.Group;
import io.aramaki.alerting.domain.dispatch.Notification;
import io.aramaki.alerting.domain.dispatch.Outcome;
import io.aramaki.alerting.domain.dispatch.Subject;
import io.aramaki.alerting.domain.match.Matcher;
import io.aramaki.alerting.domain.route.Route;
import io.aramaki.alerting.domain.route.Timers;
import io.aramaki.alerting.domain.suppress.Suppression;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Alerting with time in hand: what is claimed is recorded, and answered when the test says so.
final class Bench {
  static final Duration WAIT = Duration.ofSeconds(30);
  static final Duration INTERVAL = Duration.ofMinutes(5);
  static final Duration REPEAT = Duration.ofHours(4);
  static final Duration RETRY = Duration.ofSeconds(1);

  final Book book = new Book();
  final List<Notification> claimed = new ArrayList<>();
  private Alerting alerting;

  /// Hears of each edit before it is applied.
  Consumer<Edit> durable = _ -> {};

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long seq;

  Bench(Route root, Receivers receivers) {
    this.alerting = new Alerting(book, root, receivers);
  }

  /// One receiver `ops`, groups by check.
  static Bench simple() {
    return new Bench(route(List.of("check")), receivers(true));
  }

  static Receivers receivers(boolean tellsResolved) {
    return new Receivers(Map.of("ops", tellsResolved));
  }

  static Route route(List<String> groupBy) {
    return new Route(
        "{}", "ops", List.of(), groupBy, new Timers(WAIT, INTERVAL, REPEAT), false, List.of());
  }

  static AlertKey key(String check) {
    return key(check, "host1");
  }

  static AlertKey key(String check, String agent) {
    return new AlertKey("orgs/o/systems/web", "orgs/o/checks/" + check, "orgs/o/agents/" + agent);
  }

  Instant now() {
    return now;
  }

  /// A restart with another configuration.
  void configure(Route root, Receivers receivers) {
    alerting = new Alerting(book, root, receivers);
    recover();
  }

  void critical(String check) {
    report(key(check), Severity.CRITICAL);
  }

  void warning(String check) {
    report(key(check), Severity.WARNING);
  }

  void ok(String check) {
    report(key(check), null);
  }

  void report(AlertKey key, @Nullable Severity severity) {
    var problem =
        Optional.ofNullable(severity).map(one -> new Problem(one, "output", Map.of(), ""));
    take(new StateChange(0, ++seq, key, true, problem, "output", ""));
  }

  void take(StateChange change) {
    step(edit -> alerting.take(edit, change, now));
  }

  void acknowledge(String id) {
    step(edit ->
        alerting.acknowledge(
            edit, id, "", new Alert.Acknowledgement("orgs/o/users/kim", "mine", now)));
  }

  String silence(String check, Duration life) {
    var id = "s" + ++seq;
    var kind = new Suppression.Silence(List.of(Matcher.of("check", "=", check)));
    var one =
        new Suppression(
            id, kind, Set.of(), "", "work", "orgs/o/users/kim", now, now.plus(life), now);
    step(edit -> alerting.suppress(edit, one));
    return id;
  }

  void expire(String silence) {
    step(edit -> alerting.expire(edit, silence, now));
  }

  /// Time passes; groups are looked at when they are due.
  void pass(Duration time) {
    pass(time, () -> {});
  }

  private void pass(Duration time, Runnable after) {
    var end = now.plus(time);
    settle(after);
    while (alerting.next().filter(due -> !due.isAfter(end)).isPresent()) {
      now = alerting.next().orElseThrow();
      settle(after);
    }
    now = end;
  }

  private void settle(Runnable after) {
    while (alerting.next().filter(due -> !due.isAfter(now)).isPresent()) {
      tick();
      after.run();
    }
    after.run();
  }

  void tick() {
    step(edit -> alerting.tick(edit, now));
  }

  void tidy() {
    step(edit -> alerting.tidy(edit, now));
  }

  /// Another instance takes over: nobody is sending any more.
  void recover() {
    step(edit -> alerting.recover(edit, _ -> false, now));
  }

  void accept() {
    answer(new Outcome.Accepted());
  }

  void answer(Outcome outcome) {
    answer(last(), outcome);
  }

  void answer(Notification message, Outcome outcome) {
    step(edit -> alerting.outcome(edit, message, outcome, RETRY, now));
  }

  /// Time passes, and everything is taken at once.
  List<Notification> run(Duration time) {
    int before = claimed.size();
    pass(time, this::acceptAll);
    return List.copyOf(claimed.subList(before, claimed.size()));
  }

  Notification last() {
    return claimed.getLast();
  }

  Group group() {
    return book.groups().iterator().next();
  }

  static List<String> ids(List<Subject> subjects) {
    return subjects.stream().map(Subject::alertId).toList();
  }

  void step(Consumer<Edit> step) {
    var edit = new Edit(book);
    step.accept(edit);
    durable.accept(edit);
    book.apply(edit);
    edit.notifications().values().stream().filter(Notification::claimed).forEach(claimed::add);
  }

  private void acceptAll() {
    var waiting =
        book.groups().stream()
            .map(Group::outstanding)
            .flatMap(Optional::stream)
            .filter(Notification::claimed)
            .toList();
    waiting.forEach(message -> answer(message, new Outcome.Accepted()));
  }
}
