package io.aramaki.ticketing.worker;

import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.domain.LinkStore;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries what tickets went through to timelines. It waits in the ledger until it was taken; a
/// crash in between has it told once more, under the same ids.
public final class TimelineDrain implements AutoCloseable {
  /// The most tickets in one round.
  static final int LINKS_MAX = 200;

  /// From one round to the next.
  static final Duration LOOK = Duration.ofMillis(500);

  /// The wait after one that failed.
  static final Duration PAUSE = Duration.ofSeconds(2);

  /// How often what was told is taken off a row that somebody else changed meanwhile.
  private static final int RACES_MAX = 20;

  private static final Logger log = LoggerFactory.getLogger(TimelineDrain.class);

  private final LinkStore store;
  private final Consumer<Link> timeline;
  private final BooleanSupplier working;
  private final Thread thread;
  private String place = "";

  /// @param timeline takes what waits in a link durably, or throws
  /// @param working whether this instance is the one that works
  public TimelineDrain(LinkStore store, Consumer<Link> timeline, BooleanSupplier working) {
    this.store = store;
    this.timeline = timeline;
    this.working = working;
    this.thread = Thread.ofVirtual().name("ticket-timeline").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(!working.getAsBoolean() || round() ? LOOK : PAUSE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return whether all went well
  private boolean round() {
    try {
      var links = store.untold(place, LINKS_MAX);
      for (var link : links) {
        // The next round begins after one that fails, so that it holds up no other.
        place = link.key().ticketId();
        timeline.accept(link);
        forget(link);
      }
      place = links.size() < LINKS_MAX ? "" : place;
      return true;
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("ticket", place)
          .addKeyValue("error", e.toString())
          .log("the timeline does not take what happened to a ticket; it is told again");
      return false;
    }
  }

  /// If it loses every race, the timeline hears the same once more.
  private void forget(Link told) {
    var link = Optional.of(told);
    for (int race = 0; race < RACES_MAX && link.isPresent(); race++) {
      if (store.replace(link.get().told(told.untold())).isPresent()) {
        return;
      }
      link = store.find(told.key());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
