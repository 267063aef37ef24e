package io.aramaki.agent.spool;

import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.spool.batch.Draft;
import io.aramaki.agent.spool.batch.GapRange;
import io.aramaki.agent.spool.batch.HeaderEncoder;
import io.aramaki.agent.spool.batch.SpooledBatch;
import io.aramaki.agent.spool.disk.SpoolDisk;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What was observed and is not acknowledged, on the disk.
///
/// ```text
/// append ─▶ file ─▶ fsync (urgent: at once; else by tick) ─▶ next ─▶ sent … ─▶ done
///                                                                            │ ledger durable
///                                                                            ▼ unlink
/// ```
///
/// - A batch may be sent only after it is on stable storage, so a crash never leads to another
///   batch under a seq that the server has seen.
/// - Nothing is deleted before a ledger that says so is durable.
/// - Over the cap, the oldest metrics that were never sent are given up, results last; each drop is
///   a [GapRange] which the header of a later batch of results carries.
/// - On a disk without room metrics are refused (as gaps) and results use the reserve.
/// - A failed fsync ends everything with [SpoolFailure]: what the disk holds is known at the next
///   start.
///
/// Thread-safe. It has no thread of its own: somebody calls [#tick] about every 200 ms.
public final class Spool implements AutoCloseable {
  /// What a record takes beside its content, generously.
  private static final int RECORD_OVERHEAD_BYTES = 1024;

  private final SpoolDisk disk;
  private final ReentrantLock lock = new ReentrantLock();
  private final SpoolCore core;
  private final SegmentStore store;
  private final GapBook gaps;
  private volatile Runnable listener = () -> {};
  private @Nullable SpoolFailure failure;

  private Spool(SpoolDisk disk, SpoolCore core) {
    this.disk = disk;
    this.core = core;
    this.store = core.store();
    this.gaps = core.gaps();
  }

  /// Opens the spool and reads what earlier boots left.
  ///
  /// @param boot 64 random bits drawn at this start of the process
  /// @throws SpoolFailure if the directory cannot be read or written
  public static Spool open(
      SpoolDisk disk,
      SpoolSettings settings,
      HeaderEncoder headers,
      long boot,
      Clock clock,
      LongSupplier nanoTime) {
    try {
      return new Spool(disk, new SpoolCore(disk, settings, headers, boot, clock, nanoTime));
    } catch (IOException e) {
      throw new SpoolFailure(
          "the spool " + disk + " cannot be opened: " + e + "; check the disk and the permissions",
          e);
    }
  }

  /// Calls back, on any thread, whenever there may be something new to send.
  public void onChange(Runnable callback) {
    listener = callback;
  }

  public long boot() {
    return store.present().boot();
  }

  /// Adds a batch. If it is urgent, it and all before are on stable storage afterwards.
  ///
  /// @return its key; empty if there was no room for it, which is a gap then
  public Optional<BatchKey> append(Draft draft) {
    lock.lock();
    try {
      ensureAlive();
      core.makeRoom(draft.content().length + RECORD_OVERHEAD_BYTES);
      Optional<BatchKey> key = core.write(draft);
      if (key.isEmpty()) {
        core.refuse(draft);
      } else if (draft.urgent()) {
        sync();
      }
      return key;
    } catch (IOException e) {
      throw fail(e);
    } finally {
      lock.unlock();
    }
  }

  /// Answers the next batch after a key, in the order of boots and seqs; null stands for the start.
  public Optional<SpooledBatch> next(@Nullable BatchKey after) {
    lock.lock();
    try {
      ensureAlive();
      @Nullable BatchKey from = after;
      while (true) {
        Optional<SegmentStore.Slot> slot = store.next(from);
        if (slot.isEmpty()) {
          return Optional.empty();
        }
        Optional<SpooledBatch> batch = core.readOrGiveUp(slot.get());
        if (batch.isPresent()) {
          return batch;
        }
        from = slot.get().key();
      }
    } catch (IOException e) {
      throw fail(e);
    } finally {
      lock.unlock();
    }
  }

  /// Answers a batch that is on stable storage, also one that is done with but not deleted yet.
  public Optional<SpooledBatch> read(BatchKey key) {
    lock.lock();
    try {
      ensureAlive();
      Optional<SegmentStore.Slot> slot = store.find(key);
      return slot.isPresent() && key.seq() <= slot.get().log().syncedSeq
          ? core.readOrGiveUp(slot.get())
          : Optional.empty();
    } catch (IOException e) {
      throw fail(e);
    } finally {
      lock.unlock();
    }
  }

  /// Notes, before it happens, that a batch is sent; from then on it is never given up.
  public void sending(BatchKey key) {
    lock.lock();
    try {
      ensureAlive();
      core.sending(key);
    } catch (IOException e) {
      throw fail(e);
    } finally {
      lock.unlock();
    }
  }

  /// Notes that the server has a batch, or never wants it.
  ///
  /// @return false if it was done with before or is not known
  public boolean done(BatchKey key) {
    lock.lock();
    try {
      Optional<SegmentStore.Slot> slot = store.find(key);
      if (slot.isEmpty() || slot.get().segment().isDone(slot.get().index())) {
        return false;
      }
      slot.get().segment().markDone(slot.get().index());
      gaps.carrierDone(key);
      core.touch();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Tells whether a batch is done with, or not known.
  public boolean isDone(BatchKey key) {
    lock.lock();
    try {
      return store.find(key).map(slot -> slot.segment().isDone(slot.index())).orElse(true);
    } finally {
      lock.unlock();
    }
  }

  /// The batches whose headers tell gaps and that are not done with: they are to be sent before
  /// others, because the server cannot go on behind a gap that it does not know.
  public Collection<BatchKey> gapCarriers() {
    lock.lock();
    try {
      return gaps.carriers();
    } finally {
      lock.unlock();
    }
  }

  public boolean hasUntoldGaps() {
    lock.lock();
    try {
      return gaps.hasPending();
    } finally {
      lock.unlock();
    }
  }

  /// Declares a batch as lost that the server misses and the spool does not have any more.
  public void giveUpMissing(BatchKey key) {
    lock.lock();
    try {
      Optional<BootLog> boot = store.log(key.boot());
      boolean known =
          boot.isPresent() && key.seq() <= boot.get().lastSeq && store.find(key).isEmpty();
      if (known && !gaps.covers(key)) {
        gaps.add(new GapRange(key.boot(), key.seq(), key.seq(), 0, 0));
        core.touch();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Does what is due: fsync, ledger, deletion, the reserve.
  public void tick() {
    lock.lock();
    try {
      ensureAlive();
      sync();
      core.tick();
    } catch (IOException e) {
      throw fail(e);
    } finally {
      lock.unlock();
    }
  }

  public SpoolFigures figures() {
    lock.lock();
    try {
      return core.figures();
    } finally {
      lock.unlock();
    }
  }

  /// Puts everything on stable storage and lets the files go.
  @Override
  public void close() {
    lock.lock();
    try {
      if (failure == null) {
        sync();
        core.writeLedger();
        core.deleteDone();
      }
      core.close();
    } catch (IOException e) {
      throw fail(e);
    } finally {
      lock.unlock();
    }
  }

  private void sync() throws IOException {
    if (core.sync()) {
      listener.run();
    }
  }

  private void ensureAlive() {
    if (failure != null) {
      throw failure;
    }
  }

  private SpoolFailure fail(IOException e) {
    if (failure == null) {
      failure =
          new SpoolFailure(
              "the disk under the spool "
                  + disk
                  + " failed: "
                  + e
                  + "; nothing is lost that was"
                  + " acknowledged, the next start reads what is there",
              e);
    }
    return failure;
  }
}
