package io.aramaki.ticketing.worker;

import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.domain.LinkStore;
import io.aramaki.ticketing.domain.LinkStore.Listing;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Goes round all links, slowly: people change issues without telling us, and a look that was
/// missed is made up for. So are rows of listings that are missing. The newest come each time.
final class Repair implements AutoCloseable {
  /// From one portion to the next.
  static final Duration PERIOD = Duration.ofMinutes(1);

  /// The newest links, and as many of the others, in each portion.
  static final int LINKS = 100;

  /// Links whose problem ended longer ago are left alone.
  static final Duration AGE_MAX = Duration.ofDays(30);

  private static final Listing ALL = new Listing.All();

  private static final Logger log = LoggerFactory.getLogger(Repair.class);

  private final LinkStore store;
  private final BooleanSupplier working;
  private final Consumer<Link> look;
  private final Clock clock;
  private final Thread thread;
  private String place = "";

  Repair(LinkStore store, BooleanSupplier working, Consumer<Link> look, Clock clock) {
    this.store = store;
    this.working = working;
    this.look = look;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("ticket-repair").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(PERIOD);
        if (working.getAsBoolean()) {
          portion();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void portion() {
    try {
      store.page(ALL, "", LINKS).forEach(this::look);
      var others = store.page(ALL, place, LINKS);
      others.forEach(this::look);
      place = others.size() < LINKS ? "" : others.getLast().key().ticketId();
    } catch (RuntimeException e) {
      log.atWarn().addKeyValue("error", e.toString()).log("a repair failed; the next one comes");
    }
  }

  private void look(Link link) {
    store.list(link);
    var old = clock.instant().minus(AGE_MAX);
    if (link.ended().filter(end -> end.isBefore(old)).isEmpty()) {
      look.accept(link);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
