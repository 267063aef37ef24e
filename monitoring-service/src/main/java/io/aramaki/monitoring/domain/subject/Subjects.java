package io.aramaki.monitoring.domain.subject;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The subject sets, asked again after [#FRESH]. While inventory is away the last answer holds; an
/// agent that it was never asked about has to wait.
public final class Subjects {
  /// How old an answer may be.
  public static final Duration FRESH = Duration.ofSeconds(30);

  /// How long an agent that reports for a system it may not report for is not asked about again.
  public static final Duration ASK_AGAIN = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(Subjects.class);

  private final SubjectSource source;
  private final LongSupplier nanoTime;
  private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

  private static final class Entry {
    private volatile @Nullable SubjectSet set;
    private volatile long askedNanos;
    private volatile boolean asked;
  }

  public Subjects(SubjectSource source, LongSupplier nanoTime) {
    this.source = source;
    this.nanoTime = nanoTime;
  }

  /// Answers the subject set, at most [#FRESH] old if inventory answers.
  ///
  /// @throws SubjectsUnavailable if there is no answer, old or new
  public SubjectSet of(String agent) {
    return within(agent, FRESH);
  }

  /// Answers the subject set after asking inventory once more, because what an agent reports is not
  /// in the one we have.
  public SubjectSet again(String agent) {
    return within(agent, ASK_AGAIN);
  }

  /// Takes what was durable, if there is nothing newer.
  public void remember(SubjectSet set) {
    Entry entry = entries.computeIfAbsent(set.agent(), _ -> new Entry());
    synchronized (entry) {
      if (entry.set == null && set.isKnown()) {
        entry.set = set;
      }
    }
  }

  private SubjectSet within(String agent, Duration age) {
    Entry entry = entries.computeIfAbsent(agent, _ -> new Entry());
    @Nullable SubjectSet set = entry.set;
    if (set != null && isFresh(entry, age)) {
      return set;
    }
    synchronized (entry) {
      set = entry.set;
      return set != null && isFresh(entry, age) ? set : ask(agent, entry);
    }
  }

  private boolean isFresh(Entry entry, Duration age) {
    return entry.asked && nanoTime.getAsLong() - entry.askedNanos < age.toNanos();
  }

  private SubjectSet ask(String agent, Entry entry) {
    @Nullable SubjectSet known = entry.set;
    try {
      Optional<SubjectSet> answer = source.fetch(agent);
      SubjectSet set = answer.orElse(SubjectSet.none(agent));
      entry.set = set;
      return set;
    } catch (SubjectsUnavailable e) {
      if (known == null) {
        throw e;
      }
      log.atWarn()
          .addKeyValue("agent", agent)
          .setCause(e)
          .log("inventory is away; subjects from before hold");
      return known;
    } finally {
      entry.askedNanos = nanoTime.getAsLong();
      entry.asked = true;
    }
  }
}
