package io.aramaki.kit.grpc.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps rights for at most [#FRESH], so that a call costs no second call and a revoked right ends
/// soon.
///
/// When the source does not answer, rights up to [#STALE_MAX] old still let people read; changes
/// are refused. Callers that ask for the same person at once wait for one question to the source.
public final class CachedRights {
  /// How old rights may be while the source answers.
  public static final Duration FRESH = Duration.ofSeconds(30);

  /// How old rights may be for reading while the source does not answer.
  public static final Duration STALE_MAX = Duration.ofMinutes(10);

  /// How many people are remembered; the one not asked for the longest goes first.
  public static final int PEOPLE_MAX = 10_000;

  /// How long a source that failed is left alone.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(CachedRights.class);

  private final RightsSource source;
  private final LongSupplier nanoTime;
  private final Map<String, Remembered> entries;

  public CachedRights(RightsSource source, LongSupplier nanoTime) {
    this.source = source;
    this.nanoTime = nanoTime;
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
            return size() > PEOPLE_MAX;
          }
        };
  }

  /// Answers rights good enough for reading; empty if the source does not answer and nothing usable
  /// is remembered.
  public Optional<Rights> forReading(String principal) {
    return find(principal, STALE_MAX);
  }

  /// Answers rights good enough for a change; empty if the source does not answer.
  public Optional<Rights> forChange(String principal) {
    return find(principal, FRESH);
  }

  private Optional<Rights> find(String principal, Duration usable) {
    Remembered entry;
    synchronized (entries) {
      entry = entries.computeIfAbsent(principal, _ -> new Remembered());
    }
    entry.lock.lock();
    try {
      entry.refresh(principal);
      return Optional.ofNullable(entry.rights).filter(_ -> entry.age().compareTo(usable) <= 0);
    } finally {
      entry.lock.unlock();
    }
  }

  private final class Remembered {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Rights rights;
    private long askedAt;
    private long failedAt;
    private boolean failing;

    private Duration age() {
      return Duration.ofNanos(nanoTime.getAsLong() - askedAt);
    }

    private void refresh(String principal) {
      long now = nanoTime.getAsLong();
      if (rights != null && now - askedAt <= FRESH.toNanos()) {
        return;
      }
      if (failing && now - failedAt <= PAUSE.toNanos()) {
        return;
      }
      try {
        rights = source.rightsOf(principal);
        askedAt = now;
        failing = false;
      } catch (RuntimeException e) {
        failedAt = nanoTime.getAsLong();
        failing = true;
        log.atWarn()
            .addKeyValue("principal", principal)
            .setCause(e)
            .log("rights cannot be read; cached ones allow reads, changes are refused");
      }
    }
  }
}
