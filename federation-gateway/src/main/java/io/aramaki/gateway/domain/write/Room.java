package io.aramaki.gateway.domain.write;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// The memory that all bodies together may take while they are read. Whoever finds none left is
/// sent away and comes again.
public final class Room {
  private static final int KIB = 1 << 10;

  private final Semaphore left;
  private final AtomicLong refused = new AtomicLong();

  public Room(int bytes) {
    this.left = new Semaphore(bytes / KIB);
  }

  /// Begins to take room.
  public Share share() {
    return new Share();
  }

  /// How often somebody was sent away.
  public long refusedTotal() {
    return refused.get();
  }

  /// What one request has taken. Used by one thread.
  public final class Share implements AutoCloseable {
    private int taken;
    private long bytesTaken;

    private Share() {}

    /// Takes so many bytes more.
    ///
    /// @throws WriteRefused if there are none left
    public void take(int bytes) {
      int kib = (int) ((bytesTaken + bytes) / KIB) + 1 - taken;
      if (!left.tryAcquire(kib)) {
        refused.incrementAndGet();
        throw new WriteRefused(
            WriteRefused.Kind.BUSY, "the gateway reads as many samples as it may; try again");
      }
      bytesTaken += bytes;
      taken += kib;
    }

    /// Gives all back.
    @Override
    public void close() {
      left.release(taken);
      taken = 0;
      bytesTaken = 0;
    }
  }
}
