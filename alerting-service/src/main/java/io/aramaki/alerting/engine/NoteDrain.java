package io.aramaki.alerting.engine;

import io.aramaki.alerting.domain.TimelineNote;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries notes to the timeline. They wait in the book until the timeline has them.
public final class NoteDrain implements AutoCloseable {
  /// The most notes in one call.
  static final int BATCH = 200;

  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration WAIT_AFTER_FAILURE = Duration.ofSeconds(2);
  private static final Logger log = LoggerFactory.getLogger(NoteDrain.class);

  private final Engine engine;
  private final Consumer<List<TimelineNote>> timeline;
  private final Thread thread;
  private volatile boolean closed;

  /// @param timeline takes notes durably, or throws
  public NoteDrain(Engine engine, Consumer<List<TimelineNote>> timeline) {
    this.engine = engine;
    this.timeline = timeline;
    this.thread = Thread.ofVirtual().name("timeline-notes").start(this::run);
  }

  private void run() {
    try {
      while (!closed) {
        Thread.sleep(drain() ? LOOK : WAIT_AFTER_FAILURE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean drain() {
    var reign = engine.reign();
    if (reign.isEmpty()) {
      return true;
    }
    try {
      var notes = reign.get().waitingNotes(BATCH);
      if (notes.isEmpty()) {
        return true;
      }
      timeline.accept(notes.stream().map(noted -> noted.note()).toList());
      reign.get().noted(notes.getLast().seq());
      return true;
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("waiting", reign.get().waitingNotes())
          .addKeyValue("error", e.toString())
          .log("the timeline does not take notes");
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
