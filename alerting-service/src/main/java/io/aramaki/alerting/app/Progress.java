package io.aramaki.alerting.app;

import io.aramaki.alerting.domain.Book;
import io.aramaki.alerting.domain.dispatch.Group;
import io.aramaki.alerting.domain.dispatch.Notification;
import io.aramaki.alerting.engine.Engine;
import io.aramaki.alerting.engine.NotReigning;
import io.aramaki.alerting.grpc.StateChangeFollower;
import io.aramaki.kit.http.admin.Health;
import io.aramaki.kit.http.admin.Part;
import io.aramaki.kit.telemetry.Metrics;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// How far alerting is: for health, status and metrics.
record Progress(Engine engine, StateChangeFollower follower) {
  Health health() {
    return new Health().add("alerts", this::alerts).add("state-changes", this::stateChanges);
  }

  void register(Metrics metrics) {
    metrics.gauge(
        "aramaki_alerting_alerts_firing_count",
        "Alerts that fire.",
        () -> figure(book -> book.firing().size()));
    metrics.gauge(
        "aramaki_alerting_groups_count", "Groups.", () -> figure(book -> book.groups().size()));
    metrics.gauge(
        "aramaki_alerting_notifications_waiting_count",
        "Notifications under way.",
        () -> figure(book -> waiting(book).size()));
    metrics.gauge(
        "aramaki_alerting_notifications_undelivered_count",
        "Notifications that were not taken for an hour.",
        () -> figure(Progress::undelivered));
    metrics.gauge(
        "aramaki_alerting_notes_waiting_count",
        "Notes that wait for the timeline.",
        () -> engine.waitingNotes());
    metrics.counter(
        "aramaki_alerting_state_changes_total",
        "State changes that were taken.",
        () -> follower.taken());
  }

  private Part alerts() {
    try {
      return engine.read((_, book) -> owner(book)).with("notes_waiting", engine.waitingNotes());
    } catch (NotReigning _) {
      return Part.up().with("role", "standby");
    }
  }

  private Part owner(Book book) {
    var waiting = waiting(book);
    var part =
        Part.up()
            .with("role", "owner")
            .with("firing", (long) book.firing().size())
            .with("groups", (long) book.groups().size())
            .with("notifications_waiting", (long) waiting.size())
            .with("notifications_undelivered", undelivered(book));
    return waiting.stream()
        .map(Notification::create)
        .min(Comparator.naturalOrder())
        .map(oldest -> part.with("oldest_waiting", Duration.between(oldest, engine.now())))
        .orElse(part);
  }

  private Part stateChanges() {
    var part = Part.up().with("taken", follower.taken()).with("streams", (long) follower.streams());
    return follower.lastTaken().map(last -> part.with("last_taken", last)).orElse(part);
  }

  private double figure(ToDoubleFunction<Book> figure) {
    try {
      return engine.read((_, book) -> figure.applyAsDouble(book));
    } catch (NotReigning _) {
      return 0;
    }
  }

  private static List<Notification> waiting(Book book) {
    return book.groups().stream().map(Group::outstanding).flatMap(Optional::stream).toList();
  }

  private static long undelivered(Book book) {
    return waiting(book).stream()
        .filter(message -> message.progress() instanceof Notification.Progress.Undelivered)
        .count();
  }
}
