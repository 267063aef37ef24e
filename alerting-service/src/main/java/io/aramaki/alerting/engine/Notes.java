package io.aramaki.alerting.engine;

import io.aramaki.alerting.domain.Edit;
import io.aramaki.alerting.domain.TimelineNote;
import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.alert.Transition;
import io.aramaki.alerting.domain.dispatch.Group;
import io.aramaki.alerting.domain.dispatch.Notification;
import io.aramaki.alerting.domain.dispatch.Notification.Progress;
import io.aramaki.alerting.domain.dispatch.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// What a step says to timelines.
final class Notes {
  /// The most systems whose timelines tell of one message.
  private static final int SYSTEMS_MAX = 50;

  private Notes() {}

  /// @param alerts finds alerts that the step does not change
  static List<TimelineNote> of(Edit edit, Function<String, Optional<Alert>> alerts) {
    var notes = new ArrayList<TimelineNote>();
    for (var transition : edit.transitions()) {
      notes.add(note(transition, Objects.requireNonNull(edit.alerts().get(transition.alertId()))));
    }
    for (var message : edit.notifications().values()) {
      told(message).ifPresent(told -> notes.addAll(notes(message, told, alerts)));
    }
    return notes;
  }

  private static TimelineNote note(Transition transition, Alert alert) {
    return new TimelineNote(
        "alert-%s-%d".formatted(transition.alertId(), transition.seq()),
        alert.key().system(),
        false,
        transition.when(),
        "alert %s: %s".formatted(transition.kind(), transition.summary()),
        transition.actor(),
        transition.alertId(),
        alert.firing() ? alert.severity().label() : "ok",
        alert.traceparent());
  }

  /// What became of a notification, if that is worth a line.
  private record Told(String kind, Instant when, String words, String severity) {}

  private static Optional<Told> told(Notification message) {
    return switch (message.progress()) {
      case Progress.Sent sent ->
          Optional.of(
              new Told(
                  "sent",
                  sent.when(),
                  "told %s: %s".formatted(message.receiver(), message.status()),
                  ""));
      case Progress.Undelivered _ ->
          Optional.of(
              new Told(
                  "undelivered",
                  message.create().plus(Group.UNDELIVERED_AFTER),
                  "%s has not taken a notification for an hour: %s"
                      .formatted(message.receiver(), message.error()),
                  "critical"));
      case Progress.Claimed _, Progress.Retrying _ -> Optional.empty();
    };
  }

  /// One line for each system that the message is about.
  private static List<TimelineNote> notes(
      Notification message, Told told, Function<String, Optional<Alert>> alerts) {
    var subjects = new ArrayList<Subject>(message.firing());
    subjects.addAll(message.resolved());
    var systems = new LinkedHashMap<String, Alert>();
    for (var subject : subjects) {
      alerts
          .apply(subject.alertId())
          .ifPresent(alert -> systems.putIfAbsent(alert.key().system(), alert));
    }
    return systems.entrySet().stream()
        .limit(SYSTEMS_MAX)
        .map(entry ->
            new TimelineNote(
                "notification-%s-%s-%s"
                    .formatted(message.key(), told.kind(), entry.getValue().key().hash()),
                entry.getKey(),
                true,
                told.when(),
                told.words(),
                "",
                entry.getValue().id(),
                told.severity(),
                entry.getValue().traceparent()))
        .toList();
  }
}
