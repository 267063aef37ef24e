package io.aramaki.alerting.engine;

import io.aramaki.alerting.domain.Alerting;
import io.aramaki.alerting.domain.Book;
import io.aramaki.alerting.domain.BookStore;
import io.aramaki.alerting.domain.BookStore.Noted;
import io.aramaki.alerting.domain.Edit;
import io.aramaki.alerting.domain.TimelineNote;
import io.aramaki.alerting.domain.alert.Transition;
import io.aramaki.alerting.domain.dispatch.Notification;
import io.aramaki.alerting.domain.dispatch.Notification.Progress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The time during which this instance owns the alerts: the book in memory, and the only way to
/// change it. A change is durable before it is seen.
final class Reign {
  /// The most notifications that are remembered for the listing.
  private static final int RECENT_MAX = 1_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final BookStore store;
  private final Book book;
  private final Alerting alerting;
  private final Deque<Noted> notes;
  private final Deque<Notification> recent;
  private long noteSeq;
  private boolean over;

  Reign(BookStore store, Function<Book, Alerting> rules) {
    var loaded = store.load();
    this.store = store;
    this.book = loaded.book();
    this.alerting = rules.apply(book);
    this.notes = new ArrayDeque<>(loaded.notes());
    this.recent = new ArrayDeque<>(loaded.recent());
    this.noteSeq = loaded.notes().isEmpty() ? 0 : loaded.notes().getLast().seq();
  }

  /// What a change answers.
  ///
  /// @param claimed notifications that are to be sent now
  record Changed<T>(T answer, List<Notification> claimed) {}

  /// Makes one step durable and applies it.
  ///
  /// @throws NotReigning if somebody else reigns by now
  <T> Changed<T> change(BiFunction<Alerting, Edit, T> step) {
    lock.lock();
    try {
      if (over) {
        throw new NotReigning();
      }
      var edit = new Edit(book);
      var answer = step.apply(alerting, edit);
      if (edit.isEmpty()) {
        return new Changed<>(answer, List.of());
      }
      var noted = notes(edit);
      if (!store.write(edit, noted)) {
        over = true;
        throw new NotReigning();
      }
      book.apply(edit);
      notes.addAll(noted);
      edit.notifications().forEach(this::remember);
      var claimed =
          edit.notifications().stream()
              .filter(message -> message.progress() instanceof Progress.Claimed)
              .toList();
      return new Changed<>(answer, claimed);
    } finally {
      lock.unlock();
    }
  }

  /// Reads the book.
  <T> T read(BiFunction<Alerting, Book, T> reader) {
    lock.lock();
    try {
      if (over) {
        throw new NotReigning();
      }
      return reader.apply(alerting, book);
    } finally {
      lock.unlock();
    }
  }

  List<Notification> recent() {
    lock.lock();
    try {
      return List.copyOf(recent);
    } finally {
      lock.unlock();
    }
  }

  /// Notes that wait for the timeline, the oldest first.
  List<Noted> waitingNotes(int limit) {
    lock.lock();
    try {
      return notes.stream().limit(limit).toList();
    } finally {
      lock.unlock();
    }
  }

  /// The timeline has these.
  void notesDone(List<Noted> done) {
    lock.lock();
    try {
      if (over) {
        return;
      }
      if (!store.forget(done.stream().map(Noted::seq).toList())) {
        over = true;
        return;
      }
      for (int i = 0; i < done.size(); i++) {
        notes.pollFirst();
      }
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      over = true;
    } finally {
      lock.unlock();
    }
  }

  boolean isOver() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  private List<Noted> notes(Edit edit) {
    var list = new ArrayList<Noted>();
    for (var transition : edit.transitions()) {
      list.add(new Noted(++noteSeq, note(edit, transition)));
    }
    for (var message : edit.notifications()) {
      if (message.progress() instanceof Progress.Sent
          || message.progress() instanceof Progress.Undelivered) {
        note(message).ifPresent(note -> list.add(new Noted(++noteSeq, note)));
      }
    }
    return list;
  }

  private TimelineNote note(Edit edit, Transition transition) {
    var alert = java.util.Objects.requireNonNull(edit.alerts().get(transition.alertId()));
    return new TimelineNote(
        "alert-" + transition.alertId() + "-" + transition.seq(),
        alert.key().system(),
        false,
        transition.when(),
        "alert " + transition.kind() + ": " + transition.summary(),
        transition.actor(),
        transition.alertId(),
        alert.firing() ? alert.severity().label() : "ok",
        alert.traceparent());
  }

  private static java.util.Optional<TimelineNote> note(Notification message) {
    var alerts = message.firing().isEmpty() ? message.resolved() : message.firing();
    if (alerts.isEmpty()) {
      return java.util.Optional.empty();
    }
    var first = alerts.getFirst();
    boolean sent = message.progress() instanceof Progress.Sent;
    var words =
        sent
            ? "told %s: %s".formatted(message.receiver(), message.status())
            : "%s does not take notifications for an hour: %s"
                .formatted(message.receiver(), message.error());
    return java.util.Optional.of(
        new TimelineNote(
            "notification-%s-%s".formatted(message.key(), sent ? "sent" : "undelivered"),
            first.key().system(),
            true,
            message.create(),
            words,
            "",
            first.id(),
            sent ? "" : "critical",
            first.traceparent()));
  }

  private void remember(Notification message) {
    recent.removeIf(known -> known.key().equals(message.key()));
    recent.addFirst(message);
    if (recent.size() > RECENT_MAX) {
      recent.removeLast();
    }
  }
}
