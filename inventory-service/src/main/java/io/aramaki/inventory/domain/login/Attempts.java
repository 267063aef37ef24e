package io.aramaki.inventory.domain.login;

import io.aramaki.inventory.domain.InventoryException.TooManyAttempts;
import io.aramaki.inventory.domain.secret.Digests;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Limits guessing. An attempt is counted as failed before the password is looked at, so a hundred
/// attempts at the same moment are a hundred attempts; success takes the count back.
public final class Attempts {
  private static final Attempt.Policy OF_USER =
      new Attempt.Policy(5, Duration.ofSeconds(1), Duration.ofMinutes(5));

  /// Many people may sit behind one address.
  private static final Attempt.Policy OF_ADDRESS =
      new Attempt.Policy(30, Duration.ofSeconds(1), Duration.ofMinutes(15));

  private static final int COLLISIONS_MAX = 4;
  private static final Duration COLLISION_WAIT = Duration.ofSeconds(1);

  private final AttemptStore store;
  private final Clock clock;

  public Attempts(AttemptStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /// Attempts that are counted as failed until they are known to have succeeded.
  public final class Reservation {
    private final List<Attempt> forgiven = new ArrayList<>();
    private final List<Attempt> returned = new ArrayList<>();

    private Reservation() {}

    /// Forgives the user's failures. Of the address only this attempt is taken back: else a guesser
    /// with an account of their own could reset the count at will.
    public void succeeded() {
      for (Attempt attempt : forgiven) {
        boolean _ = store.remove(attempt.key(), attempt.failures());
      }
      for (Attempt attempt : returned) {
        boolean _ =
            attempt.failures() == 1
                ? store.remove(attempt.key(), 1)
                : store.replace(attempt.takenBack(now()), attempt.failures());
      }
    }
  }

  /// Counts an attempt for a user; the name may be any text.
  ///
  /// @throws TooManyAttempts if it is too early for one more
  public Reservation reserveForUser(String user) {
    var reservation = new Reservation();
    reservation.forgiven.add(reserve("user:" + Digests.sha256Hex(user), OF_USER));
    return reservation;
  }

  /// Counts an attempt for a user and for an address; an empty address is not counted.
  ///
  /// @throws TooManyAttempts if it is too early for one more
  public Reservation reserve(String user, String address) {
    var ofAddress = new ArrayList<Attempt>();
    if (!address.isEmpty()) {
      ofAddress.add(reserve("address:" + Digests.sha256Hex(address), OF_ADDRESS));
    }
    Reservation reservation = reserveForUser(user);
    reservation.returned.addAll(ofAddress);
    return reservation;
  }

  private Attempt reserve(String key, Attempt.Policy policy) {
    for (int i = 0; i < COLLISIONS_MAX; i++) {
      Attempt kept = store.find(key).orElseGet(() -> Attempt.none(key));
      Instant now = now();
      if (kept.waitFrom(now).isPositive()) {
        throw new TooManyAttempts(kept.waitFrom(now));
      }
      Attempt next = kept.again(policy, now);
      if (store.replace(next, kept.failures())) {
        return next;
      }
    }
    throw new TooManyAttempts(COLLISION_WAIT);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
