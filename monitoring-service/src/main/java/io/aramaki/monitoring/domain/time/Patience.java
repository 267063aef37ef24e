package io.aramaki.monitoring.domain.time;

import io.aramaki.kit.app.Unavailable;
import io.aramaki.kit.time.Backoff;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what must happen again and again until it succeeds: while the database or inventory is
/// [Unavailable], those who wait here are the backpressure.
public final class Patience {
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
  private static final Logger log = LoggerFactory.getLogger(Patience.class);

  private final RandomGenerator random;

  public Patience(RandomGenerator random) {
    this.random = random;
  }

  /// Nobody waits any more for what was to be done.
  public static final class GivenUp extends RuntimeException {
    private static final long serialVersionUID = 1;

    GivenUp(Throwable cause) {
      super("nobody waits any more", cause);
    }
  }

  /// Does it until it succeeds.
  ///
  /// @param wanted says whether somebody still waits for it
  /// @throws GivenUp if nobody does
  public <T> T until(String what, BooleanSupplier wanted, Supplier<T> step) {
    for (int failures = 1; ; failures++) {
      try {
        return step.get();
      } catch (RuntimeException e) {
        if (!(e instanceof Unavailable)) {
          throw e;
        }
        if (!wanted.getAsBoolean()) {
          throw new GivenUp(e);
        }
        if (failures == 1) {
          log.atWarn().addKeyValue("what", what).setCause(e).log("storage is away; trying on");
        }
        pause(failures, e);
      }
    }
  }

  private void pause(int failures, RuntimeException failure) {
    try {
      Thread.sleep(BACKOFF.delay(failures, random));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new GivenUp(failure);
    }
  }
}
