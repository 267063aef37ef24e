package io.aramaki.bench.feed;

import java.util.Arrays;

/// Keeps senders together in the time of the data, which runs faster than the clock: no server
/// takes samples that are hours behind the newest one, and no real hosts are hours apart.
final class Pace {
  /// How far a sender may be ahead of the slowest: twenty minutes of the data's time.
  static final long LEAD_STEPS_MAX = 120;

  private final long[] steps;

  Pace(int senders) {
    steps = new long[senders];
  }

  /// Says that a sender begins with a step, and waits until the others are near enough.
  synchronized void await(int sender, long step) throws InterruptedException {
    steps[sender] = step;
    notifyAll();
    while (step - Arrays.stream(steps).min().orElse(step) > LEAD_STEPS_MAX) {
      wait();
    }
  }

  /// Says that a sender has ended, so that nobody waits for it.
  synchronized void ended(int sender) {
    steps[sender] = Long.MAX_VALUE;
    notifyAll();
  }
}
