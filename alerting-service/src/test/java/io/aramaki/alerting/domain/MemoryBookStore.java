package io.aramaki.alerting.domain;

import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.dispatch.Notification;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The book in memory.
public final class MemoryBookStore implements BookStore {
  private final Rows rows;
  private final long epoch;

  private MemoryBookStore(Rows rows, long epoch) {
    this.rows = rows;
    this.epoch = epoch;
  }

  /// What several reigns share, one after the other.
  public static final class Rows {
    private final Book book = new Book();
    private final Map<String, Long> episodes = new HashMap<>();
    private final TreeMap<Long, Noted> notes = new TreeMap<>();
    private long mark;
    private long epoch;
    private volatile Runnable beforeSent = () -> {};

    /// Runs this before each write that says what was sent; the write fails if it throws.
    public void beforeSent(Runnable then) {
      beforeSent = then;
    }

    /// Begins a reign; the one before is over.
    public synchronized MemoryBookStore takeOver() {
      return new MemoryBookStore(this, ++epoch);
    }
  }

  @Override
  public Loaded load() {
    synchronized (rows) {
      var copy = new Book();
      rows.book.alerts().stream()
          .sorted(Comparator.comparing(Alert::update))
          .forEach(alert -> copy.put(alert));
      rows.episodes.forEach(copy::putEpisodes);
      rows.book.groups().forEach(group -> copy.put(group));
      rows.book.suppressions().forEach(one -> copy.put(one));
      rows.book.cursors().forEach(copy::putCursor);
      rows.book.notifications().forEach(one -> copy.put(one));
      long head = rows.notes.isEmpty() ? rows.mark : rows.notes.lastKey();
      return new Loaded(copy, rows.mark, head);
    }
  }

  @Override
  public boolean write(Edit edit, List<Noted> notes) {
    if (edit.notifications().values().stream()
        .anyMatch(one -> one.progress() instanceof Notification.Progress.Sent)) {
      rows.beforeSent.run();
    }
    synchronized (rows) {
      if (!reigns()) {
        return false;
      }
      rows.book.apply(edit);
      rows.episodes.putAll(edit.episodes());
      notes.forEach(noted -> rows.notes.put(noted.seq(), noted));
      return true;
    }
  }

  @Override
  public List<Noted> notes(long after, int limit) {
    synchronized (rows) {
      return rows.notes.tailMap(after, false).values().stream().limit(limit).toList();
    }
  }

  @Override
  public boolean noted(long upTo) {
    synchronized (rows) {
      if (!reigns()) {
        return false;
      }
      rows.mark = upTo;
      return true;
    }
  }

  @Override
  public Optional<Alert> alert(String id) {
    synchronized (rows) {
      return rows.book.alert(id);
    }
  }

  @Override
  public boolean reigns() {
    synchronized (rows) {
      return rows.epoch == epoch;
    }
  }
}
