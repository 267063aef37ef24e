package io.aramaki.monitoring.domain.subject;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The subject sets, asked again after [#FRESH]. While inventory is away the last answer holds; an
/// agent of which it said nothing, or that it did not know, has to wait.
public final class Subjects {
  /// How old an answer may be.
  public static final Duration FRESH = Duration.ofSeconds(30);

  /// From one question about an agent that reports for a system it may not report for, or that
  /// inventory does not know, to the next. Somebody may just have put that right.
  public static final Duration ASK_AGAIN = Duration.ofMillis(500);

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

  /// Answers the subject set, at most [#FRESH] old if inventory answers; that it does not know the
  /// agent is at most [#ASK_AGAIN] old.
  ///
  /// @throws SubjectsUnavailable if there is no answer, old or new
  public SubjectSet of(String agent) {
    Entry entry = entries.computeIfAbsent(agent, _ -> new Entry());
    @Nullable SubjectSet set = entry.set;
    if (set != null && isFresh(entry, set)) {
      return set;
    }
    synchronized (entry) {
      set = entry.set;
      return set != null && isFresh(entry, set) ? set : ask(agent, entry);
    }
  }

  /// Answers the subject set after asking inventory once more, because what an agent reports is not
  /// in `seen`. An agent that makes us ask all the time waits for its turn, which comes once every
  /// [#ASK_AGAIN].
  public SubjectSet again(String agent, SubjectSet seen) {
    Entry entry = entries.computeIfAbsent(agent, _ -> new Entry());
    synchronized (entry) {
      @Nullable SubjectSet set = entry.set;
      if (set != null && !set.equals(seen)) {
        return set;
      }
      long since = nanoTime.getAsLong() - entry.askedNanos;
      if (entry.asked && since < ASK_AGAIN.toNanos()) {
        LockSupport.parkNanos(ASK_AGAIN.toNanos() - since);
      }
      return ask(agent, entry);
    }
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

  private boolean isFresh(Entry entry, SubjectSet set) {
    Duration most = set.isKnown() ? FRESH : ASK_AGAIN;
    return entry.asked && nanoTime.getAsLong() - entry.askedNanos < most.toNanos();
  }

  private SubjectSet ask(String agent, Entry entry) {
    @Nullable SubjectSet known = entry.set;
    try {
      Optional<SubjectSet> answer = source.fetch(agent);
      SubjectSet set = answer.orElse(SubjectSet.none(agent));
      entry.set = set;
      return set;
    } catch (SubjectsUnavailable e) {
      if (known == null || !known.isKnown()) {
        // Meanwhile it may have been enrolled: nobody is called unknown by an old answer.
        entry.set = null;
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
