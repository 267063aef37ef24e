package io.aramaki.alerting.engine;

import io.aramaki.alerting.domain.Alerting;
import io.aramaki.alerting.domain.Book;
import io.aramaki.alerting.domain.BookStore;
import io.aramaki.alerting.domain.BookStore.Noted;
import io.aramaki.alerting.domain.Edit;
import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.dispatch.Message;
import io.aramaki.alerting.domain.dispatch.Notification;
import io.aramaki.alerting.domain.dispatch.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The time during which this instance owns the alerts: the book in memory, and the only way to
/// change it. A change is durable before it is seen.
///
/// When a write ends without an answer, nobody knows what is durable. Then the book is read anew
/// before it changes again.
final class Reign {
  private final ReentrantLock lock = new ReentrantLock();
  private final BookStore store;
  private final Function<Book, Alerting> rules;
  private final Predicate<String> sending;
  private final Supplier<Instant> clock;
  private Book book = new Book();
  private Alerting alerting;
  private long noteMark;
  private long noteHead;
  private boolean stale = true;
  private volatile boolean over;

  /// @param sending whether a sender of this process has the notification of this key
  Reign(
      BookStore store,
      Function<Book, Alerting> rules,
      Predicate<String> sending,
      Supplier<Instant> clock) {
    this.store = store;
    this.rules = rules;
    this.sending = sending;
    this.clock = clock;
    this.alerting = rules.apply(book);
  }

  /// What a change answers.
  ///
  /// @param claimed messages that are to be sent now
  record Changed<T>(T answer, List<Message> claimed) {}

  /// Makes one step durable and applies it.
  ///
  /// @throws NotReigning if somebody else reigns by now
  <T> Changed<T> change(BiFunction<Alerting, Edit, T> step) {
    lock.lock();
    try {
      requireReign();
      if (stale) {
        load();
      }
      return write(step);
    } finally {
      lock.unlock();
    }
  }

  /// Reads the book.
  ///
  /// @throws NotReigning if somebody else reigns by now
  <T> T read(BiFunction<Alerting, Book, T> reader) {
    lock.lock();
    try {
      requireReign();
      return reader.apply(alerting, book);
    } finally {
      lock.unlock();
    }
  }

  /// Notes that wait for the timeline, the oldest first.
  List<Noted> waitingNotes(int limit) {
    long mark;
    lock.lock();
    try {
      if (over || noteMark == noteHead) {
        return List.of();
      }
      mark = noteMark;
    } finally {
      lock.unlock();
    }
    return store.notes(mark, limit);
  }

  /// How many notes wait for the timeline.
  long waitingNotes() {
    lock.lock();
    try {
      return noteHead - noteMark;
    } finally {
      lock.unlock();
    }
  }

  /// The timeline has the notes up to this one.
  void noted(long upTo) {
    lock.lock();
    try {
      if (over) {
        return;
      }
      if (store.noted(upTo)) {
        noteMark = Math.max(noteMark, upTo);
        noteHead = Math.max(noteHead, upTo);
      } else {
        over = true;
      }
    } finally {
      lock.unlock();
    }
  }

  /// Whether the reign still lasts, as the store knows it now.
  boolean confirmed() {
    return !isOver() && store.reigns();
  }

  /// An alert as it is now, whoever reigns.
  Optional<Alert> durable(String id) {
    return store.alert(id);
  }

  void end() {
    lock.lock();
    try {
      over = true;
    } finally {
      lock.unlock();
    }
  }

  /// Does not wait for a write that is under way.
  boolean isOver() {
    return over;
  }

  private void requireReign() {
    if (over) {
      throw new NotReigning();
    }
  }

  private void load() {
    var loaded = store.load();
    book = loaded.book();
    alerting = rules.apply(book);
    noteMark = loaded.noteMark();
    noteHead = loaded.noteHead();
    stale = false;
    boolean more;
    do {
      more =
          write(
                  (rules, edit) -> {
                    rules.recover(edit, sending, clock.get());
                    return !edit.isEmpty();
                  })
              .answer();
    } while (more);
  }

  private <T> Changed<T> write(BiFunction<Alerting, Edit, T> step) {
    var edit = new Edit(book);
    var answer = step.apply(alerting, edit);
    if (edit.isEmpty()) {
      return new Changed<>(answer, List.of());
    }
    var noted = new ArrayList<Noted>();
    for (var note : Notes.of(edit, this::find)) {
      noted.add(new Noted(noteHead + noted.size() + 1, note));
    }
    stale = true;
    if (!store.write(edit, noted)) {
      over = true;
      throw new NotReigning();
    }
    stale = false;
    book.apply(edit);
    noteHead += noted.size();
    return new Changed<>(answer, claimed(edit));
  }

  private List<Message> claimed(Edit edit) {
    return edit.notifications().values().stream()
        .filter(Notification::claimed)
        .map(one -> new Message(one, alerts(one.firing()), alerts(one.resolved())))
        .toList();
  }

  private List<Alert> alerts(List<Subject> subjects) {
    return subjects.stream().map(one -> find(one.alertId())).flatMap(Optional::stream).toList();
  }

  private Optional<Alert> find(String id) {
    return book.alert(id);
  }
}
