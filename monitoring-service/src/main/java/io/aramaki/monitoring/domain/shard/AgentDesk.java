package io.aramaki.monitoring.domain.shard;

import io.aramaki.monitoring.domain.MonitoringException;
import io.aramaki.monitoring.domain.agent.AgentBook;
import io.aramaki.monitoring.domain.agent.AgentLink;
import io.aramaki.monitoring.domain.agent.AgentReport;
import io.aramaki.monitoring.domain.agent.Effects;
import io.aramaki.monitoring.domain.agent.RecentBatches;
import io.aramaki.monitoring.domain.agent.Tracing;
import io.aramaki.monitoring.domain.catalog.Catalog;
import io.aramaki.monitoring.domain.check.CheckResult;
import io.aramaki.monitoring.domain.index.limit.SeriesRefusal;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.observation.Observations;
import io.aramaki.monitoring.domain.observation.Observations.Rejected;
import io.aramaki.monitoring.domain.observation.Undecodable;
import io.aramaki.monitoring.domain.quarantine.Aside;
import io.aramaki.monitoring.domain.sequence.BatchHead;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.sequence.Missing;
import io.aramaki.monitoring.domain.sequence.SeqRange;
import io.aramaki.monitoring.domain.sequence.Sequence.Verdict;
import io.aramaki.monitoring.domain.series.SeriesBlock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where one agent's batches are worked off, in order and without gaps, by the thread of its shard.
final class AgentDesk {
  private static final Logger log = LoggerFactory.getLogger(AgentDesk.class);

  /// Contents that arrived and wait for their turn; what does not fit is read from the journal.
  private static final int NEARBY_BYTES_MAX = 2 << 20;

  private final ShardParts parts;
  private final ShardWriter writer;
  private final BooleanSupplier running;
  private final AgentBook book;
  private final Recovery recovery;
  private final RecentBatches recent = new RecentBatches();
  private final Map<BatchKey, JournalRow> nearby = new LinkedHashMap<>();
  private final Set<String> reported = new HashSet<>();
  private final Aside aside;
  private int nearbyBytes;
  private int behind;
  private BatchKey durable = new BatchKey(0, 0);
  private final AtomicReference<@Nullable BatchKey> reused = new AtomicReference<>();
  private volatile AgentReport report = AgentReport.NOTHING;
  private volatile @Nullable AgentLink link;
  private volatile BatchKey applied;
  private volatile Map<Long, Long> endedBoots = Map.of();

  AgentDesk(ShardParts parts, ShardWriter writer, BooleanSupplier running, AgentBook book) {
    this.parts = parts;
    this.writer = writer;
    this.running = running;
    this.book = book;
    this.aside =
        new Aside(parts.quarantine(), parts.timeline(), parts.patience(), running, parts.clock());
    this.recovery = new Recovery(book.agent(), parts.journal());
    this.applied = new BatchKey(0, 0);
    notePosition();
  }

  AgentBook book() {
    return book;
  }

  RecentBatches recent() {
    return recent;
  }

  /// The newest batch that was applied. May be read by any thread.
  BatchKey applied() {
    return applied;
  }

  /// Tells whether a batch was applied, or cannot be any more. May be asked by any thread.
  boolean isPast(BatchKey key) {
    return endedBoots.containsKey(key.boot()) || wasApplied(key);
  }

  /// Tells whether a batch was applied, or is in a gap that was passed. May be asked by any thread.
  boolean wasApplied(BatchKey key) {
    BatchKey newest = applied;
    @Nullable Long last = endedBoots.get(key.boot());
    return (last != null && key.seq() <= last)
        || (key.boot() == newest.boot() && key.seq() <= newest.seq());
  }

  /// Tells whether nothing of these batches will be applied any more.
  boolean isBehind(SeqRange batches) {
    return book.sequence().classify(new BatchKey(batches.boot(), batches.last())) != Verdict.WAITS;
  }

  AgentReport report() {
    return report;
  }

  synchronized void report(UnaryOperator<AgentReport> change) {
    report = change.apply(report);
  }

  @Nullable AgentLink link() {
    return link;
  }

  void link(@Nullable AgentLink next) {
    link = next;
  }

  /// Forgets a session that has ended: the agent has some time to come back.
  void dropEndedLink(Instant now) {
    @Nullable AgentLink before = link;
    if (before != null && !before.isOpen()) {
      link = null;
      book.excuse(now);
      report(known -> known.connected(false, known.version()));
    }
  }

  /// Ends the session, if there is one.
  void end(MonitoringException why) {
    @Nullable AgentLink open = link;
    if (open != null) {
      open.end(why);
    }
  }

  /// Notes that a seq was used twice; the next tick tells. May be called by any thread.
  void reused(BatchKey key) {
    reused.set(key);
  }

  /// Lets time pass.
  ///
  /// @return true if there were changes
  boolean tick(Instant now, Catalog catalog) {
    @Nullable BatchKey twice = reused.getAndSet(null);
    boolean told = twice != null && publish(book.reused(twice, now, parts.tracing()));
    return publish(book.tick(now, catalog, parts.tracing())) || told;
  }

  /// Follows changed definitions, and lets the agent do so.
  ///
  /// @return true if there were changes
  boolean retune(Catalog catalog, Instant now) {
    boolean changed = publish(book.retune(catalog, now));
    @Nullable AgentLink open = link;
    if (open != null) {
      open.define(catalog, book.state().subjects());
    }
    return changed;
  }

  /// How many batches were applied since [#isDurable]: so far behind is the agent's row.
  int behind() {
    return behind;
  }

  /// Notes that everything of the agent is durable now.
  void isDurable() {
    behind = 0;
    durable = book.sequence().position();
  }

  /// Tells whether it is durable that nothing of these batches will be applied any more, as far as
  /// that is known here without looking.
  boolean isBehindDurably(SeqRange batches) {
    return batches.boot() == durable.boot() && batches.last() <= durable.seq();
  }

  /// Takes a batch that is durable.
  ///
  /// @param tracing where evaluation shows; none of it when the journal is replayed
  /// @return true if there were changes
  boolean arrived(JournalRow row, Tracing tracing) {
    BatchKey key = row.head().key();
    Verdict verdict = book.sequence().offer(row.head());
    switch (verdict) {
      case APPLIED -> {
        return false;
      }
      case AFTER_END -> quarantine(row, "", "SEQ_AFTER_END", "the boot ended with a lower seq");
      case WAITS -> {
        if (nearbyBytes + row.bytes() <= NEARBY_BYTES_MAX && nearby.put(key, row) == null) {
          nearbyBytes += row.bytes();
        }
      }
    }
    return workOff(tracing);
  }

  /// Applies everything whose turn it is.
  ///
  /// @return true if there were changes
  boolean workOff(Tracing tracing) {
    boolean changed = false;
    for (Optional<BatchHead> next = book.sequence().next();
        next.isPresent();
        next = book.sequence().next()) {
      changed |= apply(next.get(), tracing);
    }
    return changed;
  }

  /// Looks for what is missing.
  ///
  /// @return true if there were changes
  boolean recover(Instant now) {
    @Nullable AgentLink open = link;
    boolean connected = open != null && open.isOpen();
    return switch (recovery.advise(book.sequence(), connected, now)) {
      case Recovery.Advice.Wait _ -> false;
      case Recovery.Advice.Found(List<JournalRow> rows) -> {
        boolean changed = false;
        for (JournalRow row : rows) {
          changed |= arrived(row, Tracing.NONE);
        }
        yield changed;
      }
      case Recovery.Advice.Ask(var range) -> {
        log.atInfo()
            .addKeyValue("agent", book.agent())
            .addKeyValue("range", range)
            .log("batches are missing; asking the agent");
        if (open != null) {
          open.resend(range);
        }
        yield false;
      }
      case Recovery.Advice.GiveUp(Missing what) -> {
        log.atError()
            .addKeyValue("agent", book.agent())
            .addKeyValue("missing", what)
            .log("batches are lost: neither the journal nor the agent has them");
        book.sequence().giveUp(what);
        yield workOff(Tracing.NONE);
      }
    };
  }

  /// Makes effects durable: first what people see, then states and changes.
  ///
  /// @return true if there were changes
  boolean publish(Effects effects) {
    if (!effects.events().isEmpty()) {
      patiently("timeline", () -> parts.timeline().append(effects.events()));
    }
    return !effects.isEmpty() && writer.write(book, effects);
  }

  private boolean apply(BatchHead head, Tracing tracing) {
    @Nullable JournalRow row = take(head);
    Instant now = parts.clock().instant();
    Effects effects;
    if (row == null || row.isRefused()) {
      effects = book.skip(head, now);
    } else {
      Observations content = decode(row);
      Catalog catalog = catalogFor(content);
      effects = evaluate(row, content, catalog, now, tracing);
      noteReporters(content.series());
      takeSamples(row, content.series());
      for (Rejected item : effects.rejected()) {
        quarantine(row, item.item(), item.reason(), item.message());
      }
    }
    behind++;
    boolean changed = publish(effects);
    notePosition();
    return changed;
  }

  /// A batch that our own code fails on must not keep the agent's next one from being evaluated.
  private Effects evaluate(
      JournalRow row, Observations content, Catalog catalog, Instant now, Tracing tracing) {
    try {
      return book.apply(row.head(), content, row.receiveTime(), now, catalog, tracing);
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("agent", book.agent())
          .addKeyValue("batch", row.head().key())
          .setCause(e)
          .log("a batch cannot be evaluated");
      quarantine(row, "", "EVALUATION_FAILED", e.toString());
      return book.skip(row.head(), now);
    }
  }

  private @Nullable JournalRow take(BatchHead head) {
    @Nullable JournalRow row = nearby.remove(head.key());
    if (row != null) {
      nearbyBytes -= row.bytes();
      return row;
    }
    @Nullable JournalRow found =
        parts
            .patience()
            .until(
                "journal",
                running,
                () -> parts.journal().find(book.agent(), head.hour(), head.key()))
            .orElse(null);
    if (found == null) {
      log.atError()
          .addKeyValue("agent", book.agent())
          .addKeyValue("batch", head.key())
          .log("a batch that was seen has left the journal before it was evaluated");
    }
    return found;
  }

  /// The batch may use names that lie in the journal.
  private Observations decode(JournalRow row) {
    try {
      return parts.patience().until("journal", running, () -> parts.decoder().decode(row));
    } catch (Undecodable e) {
      quarantine(row, "", "UNDECODABLE", String.valueOf(e.getMessage()));
      return Observations.NONE;
    }
  }

  /// A result that ran under newer definitions than ours waits until we have read them.
  private Catalog catalogFor(Observations content) {
    Catalog catalog = parts.checks().current();
    for (CheckResult result : content.results()) {
      if (result.definitionVersion() > catalog.version()) {
        return parts.patience().until("catalogue", running, parts.checks()::refresh);
      }
    }
    return catalog;
  }

  private void noteReporters(List<SeriesBlock> series) {
    for (SeriesBlock block : series) {
      String system = block.key().system();
      if (reported.add(system)) {
        patiently("reporters", () -> parts.reporters().add(system, book.agent()));
      }
    }
  }

  private void quarantine(JournalRow row, String item, String reason, String message) {
    aside.put(row, item, reason, message, knownSystem());
  }

  /// The samples of the series that are known already are not held up.
  private void takeSamples(JournalRow row, List<SeriesBlock> series) {
    String agent = book.agent();
    parts
        .patience()
        .until("series", running, () -> parts.feed().arrived(agent, row.head().hour(), series))
        .ifPresent(refusal ->
            aside.once(row, "series", SeriesRefusal.REASON, refusal.message(), knownSystem()));
  }

  private String knownSystem() {
    return book.state().subjects().isKnown() ? book.system() : "";
  }

  private void patiently(String what, Runnable step) {
    parts
        .patience()
        .until(
            what,
            running,
            () -> {
              step.run();
              return true;
            });
  }

  private void notePosition() {
    BatchKey at = book.sequence().position();
    if (at.boot() != applied.boot()) {
      Map<Long, Long> ended = new HashMap<>();
      book.sequence().snapshot().ended().forEach(boot -> ended.put(boot.boot(), boot.lastSeq()));
      endedBoots = Map.copyOf(ended);
    }
    applied = at;
  }
}
