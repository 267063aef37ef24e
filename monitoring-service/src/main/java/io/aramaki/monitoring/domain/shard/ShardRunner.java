package io.aramaki.monitoring.domain.shard;

import io.aramaki.monitoring.domain.MonitoringException.NotOwner;
import io.aramaki.monitoring.domain.MonitoringException.NotReady;
import io.aramaki.monitoring.domain.agent.AgentBook;
import io.aramaki.monitoring.domain.agent.AgentLink;
import io.aramaki.monitoring.domain.agent.AgentState;
import io.aramaki.monitoring.domain.catalog.Catalog;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.sequence.SeqRange;
import io.aramaki.monitoring.domain.series.WriterName;
import io.aramaki.monitoring.domain.shard.ShardStore.Loaded;
import io.aramaki.monitoring.domain.subject.SubjectSet;
import io.aramaki.monitoring.domain.subject.Subjects;
import io.aramaki.monitoring.domain.time.Beat;
import io.aramaki.monitoring.domain.time.ChangeSignal;
import io.aramaki.monitoring.domain.time.Patience;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One owned shard: one thread does everything that happens to its agents, one thing after the
/// other.
///
/// It begins by reading the partition and replaying the journal behind it; until that is done
/// nobody is served. It ends when it is told to, or when a conditional write shows that another
/// instance has taken over. Whoever hands it work waits while its queue is full.
final class ShardRunner {
  private static final Logger log = LoggerFactory.getLogger(ShardRunner.class);
  private static final Duration TICK = Duration.ofMillis(500);
  // Kept from its tick for longer than this, the owner was blind: storage was away, say.
  private static final Duration BLIND = Duration.ofSeconds(5);
  private static final Duration CHECKPOINT = Duration.ofSeconds(50);
  // Of an agent that sends a long spool, the next owner should not have to replay it all.
  private static final int BEHIND_MAX = 32;

  private final int shard;
  private final long epoch;
  private final ShardParts parts;
  private final Subjects subjects;
  private final ChangeSignal signal;
  private final Consumer<ShardRunner> ended;
  private final Inbox inbox = new Inbox(this::isRunning);
  private final Map<String, AgentDesk> desks = new ConcurrentHashMap<>();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean running = true;
  private volatile boolean failed;
  private volatile boolean fenced;
  private volatile @Nullable ShardWriter writer;
  private volatile long timelineCursor;
  private Instant checkpointAt = Instant.MIN;
  private final Beat beat = new Beat(TICK, BLIND);

  ShardRunner(
      int shard,
      long epoch,
      ShardParts parts,
      Subjects subjects,
      ChangeSignal signal,
      Consumer<ShardRunner> ended) {
    this.shard = shard;
    this.epoch = epoch;
    this.parts = parts;
    this.subjects = subjects;
    this.signal = signal;
    this.ended = ended;
  }

  void start() {
    Thread.ofVirtual().name("shard-" + shard).start(parts.tracing().untraced(this::run));
  }

  int shard() {
    return shard;
  }

  long epoch() {
    return epoch;
  }

  boolean isRunning() {
    return running;
  }

  /// True if it ended by an error of our own: the shard is still this instance's.
  boolean hasFailed() {
    return failed;
  }

  /// True if it ended because a write showed that another instance has taken over.
  boolean wasFenced() {
    return fenced;
  }

  boolean isReady() {
    return running && ready.getCount() == 0;
  }

  /// Waits until the journal is replayed.
  boolean awaitReady(Duration most) throws InterruptedException {
    return ready.await(most.toMillis(), TimeUnit.MILLISECONDS) && running;
  }

  /// The seq of the newest durable change; 0 before the partition was read.
  long head() {
    @Nullable ShardWriter open = writer;
    return open == null ? 0 : open.head();
  }

  long timelineCursor() {
    return timelineCursor;
  }

  Collection<AgentDesk> desks() {
    return Collections.unmodifiableCollection(desks.values());
  }

  @Nullable AgentDesk desk(String agent) {
    return desks.get(agent);
  }

  /// Ends, without waiting.
  void stop() {
    running = false;
  }

  /// Waits for the end.
  void awaitEnd(Duration most) throws InterruptedException {
    boolean _ = done.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Opens a session for an agent, making its desk at first contact: its row is durable when this
  /// returns, so that a later owner knows from which hour on to look.
  ///
  /// @param hour the hour of the oldest batch that may come first
  AgentDesk open(SubjectSet subjects, AgentLink link, String version, long hour) {
    String agent = subjects.agent();
    Supplier<AgentDesk> opening =
        () -> {
          AgentDesk desk = desks.get(agent);
          if (desk == null) {
            desk = firstContact(agent, subjects, hour);
          }
          desk.book().know(subjects);
          @Nullable AgentLink before = desk.link();
          if (before != null && !before.equals(link)) {
            before.end(new NotReady("the agent has opened another session"));
          }
          desk.link(link);
          desk.report(report -> report.connected(true, version));
          note(desk.publish(desk.book().opened(link.gateway())));
          return desk;
        };
    return inbox.ask(opening).orElseThrow(() -> new NotOwner(shard, ""));
  }

  /// Tells whether batches of an agent were applied, and makes that durable: a later owner will not
  /// look for them in the journal.
  boolean settle(String agent, List<SeqRange> batches) {
    Supplier<Boolean> settling =
        () -> {
          @Nullable AgentDesk desk = desks.get(agent);
          if (desk == null || !batches.stream().allMatch(desk::isBehind)) {
            return desk == null && WriterName.is(agent);
          }
          if (!batches.stream().allMatch(desk::isBehindDurably)) {
            checkpoint(List.of(desk));
          }
          return true;
        };
    return isReady() && inbox.ask(settling).orElse(false);
  }

  /// A session has ended. If this is left out because the queue is full, the next tick sees it.
  void closed(String agent) {
    inbox.offer(() -> {
      @Nullable AgentDesk desk = desks.get(agent);
      if (desk != null) {
        desk.dropEndedLink(parts.clock().instant());
      }
    });
  }

  /// Takes a batch that is durable; waits while the queue is full. What a runner that has ended
  /// does not take, the next owner finds in the journal.
  void arrived(JournalRow row) {
    inbox.put(() -> {
      @Nullable AgentDesk desk = desks.get(row.agent());
      if (desk != null) {
        note(desk.arrived(row, parts.tracing()));
        heard(desk);
      }
    });
  }

  /// Takes what the agent said of itself.
  void heartbeat(String agent, BatchKey acknowledged, SubjectSet subjects) {
    inbox.put(() -> {
      @Nullable AgentDesk desk = desks.get(agent);
      if (desk != null) {
        desk.book().know(subjects);
        desk.book().sequence().expect(acknowledged);
        heard(desk);
      }
    });
  }

  /// Notes that the changes up to a seq are in the timelines.
  void timelineCursor(long cursor) {
    inbox.offer(() -> {
      writerNow().timelineCursor(cursor);
      timelineCursor = cursor;
    });
  }

  /// Follows changed definitions.
  void retune() {
    inbox.offer(this::retuneAll);
  }

  private void run() {
    try {
      load();
      ready.countDown();
      while (running) {
        @Nullable Runnable task = inbox.poll(TICK);
        if (task != null) {
          task.run();
        }
        tick();
      }
    } catch (ShardLost e) {
      fenced = true;
      log.atWarn()
          .addKeyValue("shard", shard)
          .addKeyValue("epoch", epoch)
          .log("another instance has taken over");
    } catch (Patience.GivenUp e) {
      log.atInfo().addKeyValue("shard", shard).log("shard ended while storage was away");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failed = running;
      log.atError().addKeyValue("shard", shard).setCause(e).log("shard failed; it is read again");
    } finally {
      end();
    }
  }

  private void load() {
    Loaded loaded =
        parts.patience().until("shard " + shard, this::isRunning, () -> parts.store().load(shard));
    var opened =
        new ShardWriter(
            shard, epoch, loaded.head(), parts.store(), parts.patience(), this::isRunning);
    writer = opened;
    timelineCursor = loaded.timelineCursor();
    Instant now = parts.clock().instant();
    Replay replay =
        parts.patience().until("open hours", this::isRunning, () -> Replay.of(shard, parts));
    for (AgentState state : loaded.agents()) {
      var book =
          new AgentBook(
              state, loaded.checks().getOrDefault(state.agent(), Map.of()), parts.rules());
      var desk = new AgentDesk(parts, opened, this::isRunning, book);
      replay.run(desk, now, this::isRunning);
      book.excuse(now);
      subjects.remember(state.subjects());
      desks.put(state.agent(), desk);
    }
    retuneAll();
    checkpointAt = now.plus(CHECKPOINT);
    beat.start(now);
    signal.raise();
    log.atDebug()
        .addKeyValue("shard", shard)
        .addKeyValue("epoch", epoch)
        .addKeyValue("agents", desks.size())
        .log("shard taken over");
  }

  private AgentDesk firstContact(String agent, SubjectSet subjects, long hour) {
    Instant now = parts.clock().instant();
    var book = new AgentBook(AgentState.first(agent, subjects, hour, now), Map.of(), parts.rules());
    var desk = new AgentDesk(parts, writerNow(), this::isRunning, book);
    writerNow().checkpoint(List.of(book));
    desks.put(agent, desk);
    return desk;
  }

  /// An agent lives only as far as everything that it knows to be durable was applied.
  private void heard(AgentDesk desk) {
    if (!desk.book().sequence().isBehind()) {
      note(desk.publish(desk.book().heard(parts.clock().instant(), parts.tracing())));
    }
  }

  private void tick() {
    Instant now = parts.clock().instant();
    if (!beat.isDue(now)) {
      return;
    }
    beat.take(now).ifPresent(late -> blind(late, now));
    Catalog catalog = parts.checks().current();
    for (AgentDesk desk : desks.values()) {
      desk.dropEndedLink(now);
      note(parts.patience().until("journal", this::isRunning, () -> desk.recover(now)));
      note(desk.tick(now, catalog));
    }
    if (!now.isBefore(checkpointAt)) {
      checkpointAt = now.plus(CHECKPOINT);
      checkpoint(1);
    } else if (desks.values().stream().anyMatch(desk -> desk.behind() >= BEHIND_MAX)) {
      checkpoint(
          BEHIND_MAX / 2); // With those that would be so far soon: a writing is a Paxos round.
    }
  }

  /// What was said meanwhile lies in the queue, or could not be journalled: nobody is judged by it.
  private void blind(Duration late, Instant now) {
    log.atWarn()
        .addKeyValue("shard", shard)
        .addKeyValue("late", late)
        .log("nobody looked after the agents; they are excused");
    desks.values().forEach(desk -> desk.book().blind(now));
  }

  /// @param behind of whom so many batches were applied since, at least
  private void checkpoint(int behind) {
    checkpoint(desks.values().stream().filter(desk -> desk.behind() >= behind).toList());
  }

  private void checkpoint(List<AgentDesk> some) {
    writerNow().checkpoint(some.stream().map(AgentDesk::book).toList());
    some.forEach(AgentDesk::isDurable);
  }

  private void retuneAll() {
    Catalog catalog = parts.checks().current();
    Instant now = parts.clock().instant();
    for (AgentDesk desk : desks.values()) {
      note(desk.retune(catalog, now));
    }
  }

  private void note(boolean changed) {
    if (changed) {
      signal.raise();
    }
  }

  private void end() {
    running = false;
    try {
      saveAtEnd();
    } finally {
      for (AgentDesk desk : desks.values()) {
        desk.end(new NotOwner(shard, ""));
      }
      ready.countDown();
      done.countDown();
      ended.accept(this);
    }
  }

  /// A planned end spares the next owner the replay; if it does not work, the journal has it all.
  private void saveAtEnd() {
    @Nullable ShardWriter open = writer;
    if (open != null) {
      try {
        checkpoint(1);
      } catch (ShardLost | Patience.GivenUp _) {
        log.atDebug().addKeyValue("shard", shard).log("no last checkpoint; the next owner replays");
      }
    }
  }

  private ShardWriter writerNow() {
    @Nullable ShardWriter open = writer;
    if (open == null) {
      throw new IllegalStateException("shard " + shard + " is not loaded");
    }
    return open;
  }
}
