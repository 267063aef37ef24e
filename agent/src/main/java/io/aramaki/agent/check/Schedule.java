package io.aramaki.agent.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// When each check is due, on the monotonic clock. Pure: the caller says what time it is.
///
/// A check has a phase within its interval, a hash of agent and check, so that 10,000 agents never
/// run the same check together. Starts lie on that grid and never drift. While the state is SOFT
/// the next start is `retryInterval` after the last one. A check that still runs when it is due
/// skips to the next point of its grid. The first run after a start comes within
/// [#FIRST_WITHIN_NANOS], so that an operator does not wait an interval for the first result.
final class Schedule {
  static final long FIRST_WITHIN_NANOS = 5_000_000_000L;

  private static final class Entry {
    CheckDefinition check;
    long dueNanos;
    boolean running;
    int attempt;
    @Nullable Status status;

    Entry(CheckDefinition check, long dueNanos) {
      this.check = check;
      this.dueNanos = dueNanos;
    }
  }

  private final String agent;
  private final long originNanos;
  private Map<String, Entry> entries = new LinkedHashMap<>();

  /// @param agent whose hash spreads the checks of many agents
  /// @param originNanos the monotonic time of a whole day of the wall clock, so that the grid stays
  ///   the same over restarts
  Schedule(String agent, long originNanos) {
    this.agent = agent;
    this.originNanos = originNanos;
  }

  /// Takes over another set. Checks whose definition did not change keep their place.
  void update(List<CheckDefinition> checks, long nowNanos) {
    var next = new LinkedHashMap<String, Entry>();
    for (CheckDefinition check : checks) {
      @Nullable Entry entry = entries.get(check.name());
      if (entry == null) {
        entry = new Entry(check, firstDue(check, nowNanos));
      } else if (!entry.check.equals(check)) {
        entry.check = check;
        entry.dueNanos = firstDue(check, nowNanos);
      }
      next.put(check.name(), entry);
    }
    entries = next;
  }

  /// Answers what is to be started now and counts it as running.
  List<CheckDefinition> takeDue(long nowNanos) {
    var due = new ArrayList<CheckDefinition>();
    for (Entry entry : entries.values()) {
      if (nowNanos - entry.dueNanos >= 0) {
        if (!entry.running) {
          entry.running = true;
          due.add(entry.check);
        }
        entry.dueNanos = gridAfter(entry.check, nowNanos);
      }
    }
    return due;
  }

  /// Notes a result.
  ///
  /// @param startNanos when that execution was started
  /// @return true if the status is another one than before, or the first one
  boolean finished(CheckDefinition check, Status status, long startNanos) {
    @Nullable Entry entry = entries.get(check.name());
    if (entry == null) {
      return true;
    }
    entry.running = false;
    boolean changed = entry.status != status;
    entry.status = status;
    entry.attempt =
        status == Status.OK ? 0 : Math.min(entry.attempt + 1, entry.check.maxAttempts());
    boolean soft =
        status != Status.OK
            && !entry.check.alwaysHard()
            && entry.attempt < entry.check.maxAttempts();
    if (soft) {
      entry.dueNanos = startNanos + entry.check.retryInterval().toNanos();
    }
    return changed;
  }

  /// Answers when the next check is due; empty if there is none.
  OptionalLong nextDue() {
    return entries.values().stream().mapToLong(entry -> entry.dueNanos).min();
  }

  /// Answers the newest status of each check that has one.
  Map<String, Status> statuses() {
    var statuses = new HashMap<String, Status>();
    entries.forEach((name, entry) -> {
      @Nullable Status status = entry.status;
      if (status != null) {
        statuses.put(name, status);
      }
    });
    return statuses;
  }

  private long firstDue(CheckDefinition check, long nowNanos) {
    long within = Math.min(FIRST_WITHIN_NANOS, check.interval().toNanos());
    return nowNanos + Math.floorMod(hash(check), within);
  }

  private long gridAfter(CheckDefinition check, long nowNanos) {
    long interval = check.interval().toNanos();
    long phase = originNanos + Math.floorMod(hash(check), interval);
    long sincePhase = Math.floorMod(nowNanos - phase, interval);
    long toNext = interval - sincePhase;
    // The first run is off the grid: do not follow it up at once.
    return nowNanos + (toNext < interval / 2 ? toNext + interval : toNext);
  }

  private long hash(CheckDefinition check) {
    var crc = new CRC32C();
    crc.update(agent.getBytes(StandardCharsets.UTF_8));
    crc.update(check.name().getBytes(StandardCharsets.UTF_8));
    // Spread over the whole range: intervals in nanoseconds are longer than 32 bits.
    return crc.getValue() * 0x9e3779b97f4a7c15L;
  }
}
