package io.aramaki.kit.testing.property;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Makes the record of a failing case shorter and its numbers smaller as long as it fails in the
/// same way.
final class Shrinker<F> {
  private static final int ATTEMPTS_MAX = 5_000;
  private static final Duration TIME_MAX = Duration.ofSeconds(15);
  private static final int[] BLOCKS = {64, 32, 16, 8, 4, 3, 2, 1};

  /// A record that fails.
  record Failing<F>(List<Long> record, F failure) {}

  private final Function<List<Long>, Optional<Failing<F>>> run;
  private final long end = System.nanoTime() + TIME_MAX.toNanos();
  private Failing<F> best;
  private int attempts;
  private int steps;

  /// @param run answers the failure of a record, with the choices that were really made, if it
  ///   fails in the same way as the first
  Shrinker(Failing<F> first, Function<List<Long>, Optional<Failing<F>>> run) {
    this.best = first;
    this.run = run;
  }

  Failing<F> shrink() {
    boolean progress = true;
    while (progress && mayTry()) {
      progress = dropBlocks();
      progress |= zeroBlocks();
      progress |= lowerNumbers();
    }
    return best;
  }

  int steps() {
    return steps;
  }

  private boolean mayTry() {
    return attempts < ATTEMPTS_MAX && System.nanoTime() < end;
  }

  private boolean dropBlocks() {
    boolean progress = false;
    for (int size : BLOCKS) {
      int at = best.record.size() - size;
      while (at >= 0 && mayTry()) {
        var shorter = new ArrayList<>(best.record);
        shorter.subList(at, at + size).clear();
        boolean better = attempt(shorter) || (at > 0 && attempt(withLoweredBefore(shorter, at)));
        progress |= better;
        at = Math.min(better ? at - size : at - 1, best.record.size() - size);
      }
    }
    return progress;
  }

  /// A count often stands before what it counts: drop both.
  private static List<Long> withLoweredBefore(List<Long> record, int at) {
    var lowered = new ArrayList<>(record);
    lowered.set(at - 1, Math.max(0, lowered.get(at - 1) - 1));
    return lowered;
  }

  private boolean zeroBlocks() {
    boolean progress = false;
    for (int size : BLOCKS) {
      for (int at = 0; at + size <= best.record.size() && mayTry(); at += size) {
        var zeroed = new ArrayList<>(best.record);
        for (int i = at; i < at + size; i++) {
          zeroed.set(i, 0L);
        }
        progress |= !zeroed.equals(best.record) && attempt(zeroed);
      }
    }
    return progress;
  }

  private boolean lowerNumbers() {
    boolean progress = false;
    for (int at = 0; at < best.record.size() && mayTry(); at++) {
      progress |= lower(at);
    }
    return progress;
  }

  /// Finds the lowest number at the position that still fails, by halving.
  private boolean lower(int at) {
    boolean progress = false;
    long low = 0;
    while (at < best.record.size() && low < best.record.get(at) && mayTry()) {
      long middle = low + (best.record.get(at) - low) / 2;
      var lowered = new ArrayList<>(best.record);
      lowered.set(at, middle);
      if (attempt(lowered)) {
        progress = true;
      } else {
        low = middle + 1;
      }
    }
    return progress;
  }

  private boolean attempt(List<Long> record) {
    attempts++;
    var failing = run.apply(record);
    if (failing.isPresent() && simpler(failing.get().record, best.record)) {
      best = failing.get();
      steps++;
      return true;
    }
    return false;
  }

  /// Shorter first, then smaller number by number.
  private static boolean simpler(List<Long> a, List<Long> b) {
    if (a.size() != b.size()) {
      return a.size() < b.size();
    }
    for (int i = 0; i < a.size(); i++) {
      if (!a.get(i).equals(b.get(i))) {
        return a.get(i) < b.get(i);
      }
    }
    return false;
  }
}
