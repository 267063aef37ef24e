package io.aramaki.monitoring.domain.shard;

import io.aramaki.kit.app.Failpoint;
import io.aramaki.monitoring.domain.agent.AgentBook;
import io.aramaki.monitoring.domain.agent.AgentState;
import io.aramaki.monitoring.domain.agent.Effects;
import io.aramaki.monitoring.domain.check.CheckRecord;
import io.aramaki.monitoring.domain.check.RecordedChange;
import io.aramaki.monitoring.domain.check.StateChange;
import io.aramaki.monitoring.domain.shard.ShardStore.CheckRef;
import io.aramaki.monitoring.domain.shard.ShardStore.CheckRow;
import io.aramaki.monitoring.domain.shard.ShardStore.ShardBatch;
import io.aramaki.monitoring.domain.time.Patience;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Makes durable what happened in one shard: changes numbered without gaps, records of checks,
/// positions of agents. Batches stay small, because databases refuse large ones.
///
/// The record of a check carries its own position, so it may be newer than its agent's row; but an
/// agent's row is only written when no record is older than it.
final class ShardWriter {
  /// A third of what Cassandra refuses by default (`batch_size_fail_threshold`: 50 KiB).
  private static final int BYTES_MAX = 16 << 10;

  private static final int CHANGE_BYTES = 400;
  private static final int CHECK_BYTES = 400;
  private static final int AGENT_BYTES = 400;
  private static final int ENDED_BYTES = 16;
  private static final int SHORT_OUTPUT = 200;

  private final int shard;
  private final long epoch;
  private final ShardStore store;
  private final Patience patience;
  private final BooleanSupplier running;
  private volatile long head;

  private List<RecordedChange> changes = new ArrayList<>();
  private List<CheckRow> checks = new ArrayList<>();
  private List<CheckRef> removed = new ArrayList<>();
  private List<AgentState> agents = new ArrayList<>();
  private int bytes;

  ShardWriter(
      int shard,
      long epoch,
      long head,
      ShardStore store,
      Patience patience,
      BooleanSupplier running) {
    this.shard = shard;
    this.epoch = epoch;
    this.head = head;
    this.store = store;
    this.patience = patience;
    this.running = running;
  }

  /// The seq of the newest durable change.
  long head() {
    return head;
  }

  /// Makes the effects of one input durable.
  ///
  /// @return true if there were changes
  boolean write(AgentBook book, Effects effects) {
    long before = head;
    for (Map.Entry<String, List<StateChange>> entry : effects.changes().entrySet()) {
      @Nullable CheckRecord record = book.checks().get(entry.getKey());
      addCheck(book.agent(), entry.getKey(), record, entry.getValue());
    }
    for (String check : effects.removed()) {
      reserve(CHECK_BYTES);
      removed.add(new CheckRef(book.agent(), check));
    }
    if (effects.agentRow()) {
      addWhole(book);
    }
    flush();
    return head > before;
  }

  /// Makes everything of some agents durable.
  void checkpoint(Collection<AgentBook> books) {
    books.forEach(this::addWhole);
    flush();
  }

  void timelineCursor(long cursor) {
    write(new ShardBatch(List.of(), List.of(), List.of(), List.of(), cursor));
  }

  private void addWhole(AgentBook book) {
    for (String check : book.drainDirty()) {
      addCheck(book.agent(), check, book.checks().get(check), List.of());
    }
    AgentState state = book.state();
    int size = AGENT_BYTES + ENDED_BYTES * state.sequence().ended().size();
    for (String system : state.subjects().systems()) {
      size += system.length();
    }
    // Batches are written in order, so the records before it are durable when it is.
    reserve(size);
    agents.add(state);
  }

  private void addCheck(
      String agent, String check, @Nullable CheckRecord record, List<StateChange> of) {
    int size = CHECK_BYTES + check.length();
    for (StateChange change : of) {
      size += sizeOf(change);
    }
    boolean tooLarge = size > BYTES_MAX;
    reserve(Math.min(size, BYTES_MAX));
    for (StateChange change : of) {
      long seq = head + changes.size() + 1;
      changes.add(new RecordedChange(shard, seq, tooLarge ? shortened(change) : change));
    }
    if (record != null) {
      checks.add(new CheckRow(agent, check, record));
    }
  }

  private static StateChange shortened(StateChange change) {
    return change.output().length() <= SHORT_OUTPUT
        ? change
        : change.withOutput(change.output().substring(0, SHORT_OUTPUT - 1) + "…");
  }

  private static int sizeOf(StateChange change) {
    int size = CHANGE_BYTES + change.output().length();
    for (Map.Entry<String, String> label : change.labels().entrySet()) {
      size += label.getKey().length() + label.getValue().length();
    }
    return size;
  }

  private void reserve(int size) {
    if (bytes > 0 && bytes + size > BYTES_MAX) {
      flush();
    }
    bytes += size;
  }

  private void flush() {
    var batch = new ShardBatch(changes, checks, removed, agents, -1);
    bytes = 0;
    if (changes.isEmpty() && checks.isEmpty() && removed.isEmpty() && agents.isEmpty()) {
      return;
    }
    write(batch);
    long next = head + changes.size();
    head = next;
    if (!changes.isEmpty()) {
      Failpoint.at("afterChangeBeforeAck");
    }
    changes = new ArrayList<>();
    checks = new ArrayList<>();
    removed = new ArrayList<>();
    agents = new ArrayList<>();
  }

  private void write(ShardBatch batch) {
    boolean mine =
        patience.until("shard " + shard, running, () -> store.write(shard, epoch, batch));
    if (!mine) {
      throw new ShardLost(shard);
    }
  }
}
