package io.aramaki.monitoring.domain.shard;

import io.aramaki.monitoring.domain.MonitoringException.NotOwner;
import io.aramaki.monitoring.domain.MonitoringException.NotReady;
import io.aramaki.monitoring.domain.agent.AgentBook;
import io.aramaki.monitoring.domain.agent.AgentLink;
import io.aramaki.monitoring.domain.agent.AgentReport;
import io.aramaki.monitoring.domain.check.RecordedChange;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.sequence.SeqRange;
import io.aramaki.monitoring.domain.subject.SubjectSet;
import io.aramaki.monitoring.domain.subject.Subjects;
import io.aramaki.monitoring.domain.time.ChangeSignal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The shards that this instance owns now.
public final class Shards implements AutoCloseable {
  public static final int COUNT = 256;

  /// How long a session waits for its shard's replay.
  private static final Duration READY = Duration.ofSeconds(15);

  private static final Duration END = Duration.ofSeconds(5);

  /// How long a shard that failed by an error of our own stays away.
  private static final Duration RESTART = Duration.ofSeconds(1);

  private final ShardParts parts;
  private final Subjects subjects;
  private final ChangeSignal signal = new ChangeSignal();
  private final Map<Integer, ShardRunner> runners = new ConcurrentHashMap<>();
  private volatile BiConsumer<Integer, Long> onFenced = (_, _) -> {};
  private volatile boolean closed;
  private volatile IntFunction<String> ownerAddress = _ -> "";

  /// Makes it; no shard is owned yet.
  ///
  /// @param subjects learns the subject sets that were durable, for when inventory is away
  public Shards(ShardParts parts, Subjects subjects) {
    this.parts = parts;
    this.subjects = subjects;
    parts.checks().onChange(() -> runners.values().forEach(ShardRunner::retune));
  }

  /// The shard of an agent: the first 8 bytes of SHA-256 over its resource name, as an unsigned
  /// big-endian number, modulo [#COUNT].
  public static int of(String agent) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(agent.getBytes(StandardCharsets.UTF_8));
      return (int) Long.remainderUnsigned(java.nio.ByteBuffer.wrap(hash).getLong(), COUNT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// Says where the address of a shard's owner can be asked.
  public void ownerAddress(IntFunction<String> source) {
    ownerAddress = source;
  }

  /// Says who wants to know that a write under an epoch was refused.
  public void onFenced(BiConsumer<Integer, Long> listener) {
    onFenced = listener;
  }

  /// This instance has become the owner.
  public void acquired(int shard, long epoch) {
    parts.feed().begins(shard);
    var runner = new ShardRunner(shard, epoch, parts, subjects, signal, this::ended);
    @Nullable ShardRunner before = runners.put(shard, runner);
    if (before != null) {
      before.stop();
    }
    runner.start();
  }

  private void ended(ShardRunner runner) {
    if (runner.wasFenced()) {
      onFenced.accept(runner.shard(), runner.epoch());
    }
    if (runners.remove(runner.shard(), runner) && runner.hasFailed() && !closed) {
      try {
        Thread.sleep(RESTART);
        acquired(runner.shard(), runner.epoch());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// This instance is the owner no more. Returns after the shard's thread has ended.
  public void lost(int shard) {
    @Nullable ShardRunner runner = runners.remove(shard);
    if (runner != null) {
      runner.stop();
      awaitEnd(runner);
    }
  }

  /// Opens a session.
  ///
  /// @throws NotOwner if another instance owns the agent
  public AgentHandle open(SubjectSet subjects, AgentLink link, String version, long hour) {
    int shard = of(subjects.agent());
    @Nullable ShardRunner runner = runners.get(shard);
    if (runner == null) {
      throw notOwner(shard);
    }
    try {
      if (!runner.awaitReady(READY)) {
        throw runner.isRunning()
            ? new NotReady("shard " + shard + " is being taken over; connect again")
            : notOwner(shard);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new NotReady("interrupted");
    }
    AgentDesk desk = runner.open(subjects, link, version, hour);
    return new AgentHandle(runner, desk);
  }

  public NotOwner notOwner(int shard) {
    return new NotOwner(shard, ownerAddress.apply(shard));
  }

  /// The books of all agents here, and how the agents are doing. May be read, not changed.
  public List<Listed> agents() {
    var all = new ArrayList<Listed>();
    for (ShardRunner runner : runners.values()) {
      for (AgentDesk desk : runner.desks()) {
        all.add(new Listed(desk.book(), desk.report()));
      }
    }
    return all;
  }

  /// An agent that is owned here.
  public record Listed(AgentBook book, AgentReport report) {}

  /// The heads of the shards that are owned here and ready, by shard.
  public Map<Integer, Long> heads() {
    var heads = new TreeMap<Integer, Long>();
    runners.forEach((shard, runner) -> {
      if (runner.isReady()) {
        heads.put(shard, runner.head());
      }
    });
    return heads;
  }

  public List<RecordedChange> changes(int shard, long afterSeq, int limit) {
    return parts.store().changes(shard, afterSeq, limit);
  }

  public ChangeSignal signal() {
    return signal;
  }

  /// Up to which seq a shard's changes are in the timelines; [Long#MAX_VALUE] if it is not owned
  /// here.
  long timelineCursor(int shard) {
    @Nullable ShardRunner runner = runners.get(shard);
    return runner == null || !runner.isReady() ? Long.MAX_VALUE : runner.timelineCursor();
  }

  void timelineCursor(int shard, long cursor) {
    @Nullable ShardRunner runner = runners.get(shard);
    if (runner != null) {
      runner.timelineCursor(cursor);
    }
  }

  /// Tells whether batches of an agent were applied here, and makes that durable.
  public boolean settle(String agent, List<SeqRange> batches) {
    @Nullable ShardRunner runner = runners.get(of(agent));
    return runner != null && runner.settle(agent, batches);
  }

  /// The owned shards that are replayed and serve.
  public List<Integer> serving() {
    return runners.values().stream().filter(ShardRunner::isReady).map(ShardRunner::shard).toList();
  }

  public int owned() {
    return runners.size();
  }

  /// How many of the owned shards are replayed and serve.
  public int ready() {
    return (int) runners.values().stream().filter(ShardRunner::isReady).count();
  }

  @Override
  public void close() {
    closed = true;
    List<ShardRunner> all = List.copyOf(runners.values());
    all.forEach(ShardRunner::stop);
    all.forEach(Shards::awaitEnd);
  }

  private static void awaitEnd(ShardRunner runner) {
    try {
      runner.awaitEnd(END);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// The position of the newest batch of an agent that was applied here; for tests and status.
  public @Nullable BatchKey applied(String agent) {
    @Nullable ShardRunner runner = runners.get(of(agent));
    @Nullable AgentDesk desk = runner == null ? null : runner.desk(agent);
    return desk == null ? null : desk.applied();
  }
}
