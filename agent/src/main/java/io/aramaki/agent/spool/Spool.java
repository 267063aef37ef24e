package io.aramaki.agent.spool;

import io.aramaki.kit.app.Failpoint;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
/// - On a disk without room metrics are refused (as gaps) and results use the [Reserve].
/// - A failed fsync ends everything with [SpoolFailure]: what the disk holds is known at the next
///   start.
///
/// Thread-safe. It has no thread of its own: somebody calls [#tick] about every 200 ms.
public final class Spool implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Spool.class);

  /// What a record takes beside its content, generously.
  private static final int RECORD_OVERHEAD_BYTES = 1024;

  private final SpoolDisk disk;
  private final SpoolSettings settings;
  private final HeaderEncoder headers;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final RecordCodec codec = new RecordCodec();
  private final SegmentStore store;
  private final GapBook gaps;
  private final Reserve reserve;
  private final Eviction eviction;
  private final BatchKey previous;
  private volatile Runnable listener = () -> {};
  private long ledgerNanos;
  private long spaceNanos;
  private boolean ledgerDirty;
  private long samplesDropped;
  private long resultsDropped;
  private @Nullable SpoolFailure failure;

  private Spool(
      SpoolDisk disk,
      SpoolSettings settings,
      HeaderEncoder headers,
      long boot,
      Clock clock,
      LongSupplier nanoTime)
      throws IOException {
    this.disk = disk;
    this.settings = settings;
    this.headers = headers;
    this.clock = clock;
    this.nanoTime = nanoTime;
    Recovery recovery = Recovery.run(disk);
    this.gaps = recovery.gaps();
    this.store = new SegmentStore(disk, settings.segmentBytes(), recovery.boots(), boot);
    this.previous =
        store.before().map(l -> new BatchKey(l.boot(), l.lastSeq)).orElse(Ledger.NO_CARRIER);
    this.reserve = new Reserve(disk, settings.reserveBytes());
    this.eviction = new Eviction(store, gaps, settings);
    this.ledgerNanos = nanoTime.getAsLong();
    this.spaceNanos = ledgerNanos;
    reserve.take();
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
      return new Spool(disk, settings, headers, boot, clock, nanoTime);
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
      makeRoom(draft.content().length + RECORD_OVERHEAD_BYTES);
      Optional<BatchKey> key = write(draft);
      if (key.isEmpty()) {
        refuse(draft);
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
        Optional<SpooledBatch> batch = readOrGiveUp(slot.get());
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
          ? readOrGiveUp(slot.get())
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
      Optional<BootLog> boot = store.log(key.boot());
      if (boot.isPresent() && key.seq() > boot.get().sentThrough) {
        boot.get().sentThrough = key.seq() + settings.sentStep() - 1;
        writeLedger();
      }
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
      ledgerDirty = true;
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
        ledgerDirty = true;
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
      long now = nanoTime.getAsLong();
      if (ledgerDirty) {
        boolean due = now - ledgerNanos >= settings.ledgerInterval().toNanos();
        if (due || !store.deletable().isEmpty()) {
          writeLedger();
          deleteDone();
        }
      }
      if (reserve.isReleased() && now - spaceNanos >= settings.spaceInterval().toNanos()) {
        spaceNanos = now;
        reserve.take();
      }
    } catch (IOException e) {
      throw fail(e);
    } finally {
      lock.unlock();
    }
  }

  public SpoolFigures figures() {
    lock.lock();
    try {
      Optional<Instant> oldest = Optional.empty();
      BatchKey acknowledged = previous;
      for (BootLog boot : store.boots()) {
        long doneThrough = boot.doneThrough();
        if (doneThrough > 0) {
          acknowledged = new BatchKey(boot.boot(), doneThrough);
        }
        long pending = boot.firstPendingFrom(1);
        if (pending > 0) {
          oldest =
              store
                  .find(new BatchKey(boot.boot(), pending))
                  .map(s -> Instant.ofEpochSecond(s.segment().spooledSeconds(s.index())));
          break;
        }
      }
      return new SpoolFigures(
          acknowledged,
          store.present().lastSeq,
          store.pending(),
          store.bytes(),
          oldest,
          samplesDropped,
          resultsDropped,
          reserve.isReleased());
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
        writeLedger();
        deleteDone();
      }
      store.close();
      codec.close();
    } catch (IOException e) {
      throw fail(e);
    } finally {
      lock.unlock();
    }
  }

  private Optional<BatchKey> write(Draft draft) throws IOException {
    if (draft.kind() == BatchKind.METRICS
        && (reserve.isReleased() || store.present().lastSeq == 0)) {
      return Optional.empty();
    }
    BootLog present = store.present();
    var key = new BatchKey(present.boot(), present.lastSeq + 1);
    List<GapRange> told = List.of();
    if (draft.kind() == BatchKind.RESULTS) {
      told = gaps.assign(key, settings.gapsPerHeader());
      if (!told.isEmpty()) {
        writeLedger();
      }
    }
    Instant now = clock.instant();
    BatchKey before = key.seq() == 1 ? previous : Ledger.NO_CARRIER;
    long hour = TimeUnit.SECONDS.toHours(now.getEpochSecond());
    byte[] header = headers.encode(new HeaderEncoder.Facts(key, before, hour, draft, told));
    byte[] record = codec.encode(key, draft, header, now.toEpochMilli());
    if (!persisted(() -> store.append(key, draft.kind(), record))) {
      gaps.carrierLost(key);
      return Optional.empty();
    }
    Failpoint.at("afterSpoolAppend");
    return Optional.of(key);
  }

  private interface DiskWrite {
    void run() throws IOException;
  }

  /// Writes; without room once more after the reserve was released, and after metrics were given
  /// up.
  private boolean persisted(DiskWrite write) throws IOException {
    while (true) {
      try {
        write.run();
        return true;
      } catch (SpaceExhausted e) {
        if (!reserve.release() && !giveUpOldest(true)) {
          log.atDebug().addKeyValue("reason", e).log("disk full: a batch is dropped");
          return false;
        }
        spaceNanos = nanoTime.getAsLong();
      }
    }
  }

  private void refuse(Draft draft) {
    samplesDropped += draft.samples();
    resultsDropped += draft.results();
    BootLog present = store.present();
    if (present.lastSeq == 0) {
      // Seq 1 tells which boot was before: it must not be a gap, so nothing is counted before it.
      return;
    }
    long seq = ++present.lastSeq;
    gaps.add(new GapRange(present.boot(), seq, seq, draft.samples(), draft.results()));
    ledgerDirty = true;
  }

  private void makeRoom(int bytes) throws IOException {
    while (store.bytes() + bytes > settings.capBytes()) {
      if (!giveUpOldest(false)) {
        return;
      }
    }
  }

  /// Gives one segment up: first the ledger with the gaps, then the file.
  private boolean giveUpOldest(boolean metricsOnly) throws IOException {
    Optional<SegmentStore.Slot> victim = eviction.choose(metricsOnly);
    if (victim.isEmpty()) {
      return false;
    }
    for (GapRange gap : eviction.gapsOf(victim.get())) {
      samplesDropped += gap.samples();
      resultsDropped += gap.results();
      gaps.add(gap);
    }
    log.atWarn()
        .addKeyValue("file", victim.get().segment().id().name())
        .log("spool full: the oldest batches are given up");
    writeLedger();
    Failpoint.at("beforeUnlink");
    store.delete(victim.get());
    return true;
  }

  private void deleteDone() throws IOException {
    if (ledgerDirty) {
      return;
    }
    List<SegmentStore.Slot> deletable = new ArrayList<>(store.deletable());
    for (SegmentStore.Slot slot : deletable) {
      Failpoint.at("beforeUnlink");
      store.delete(slot);
    }
    if (!deletable.isEmpty()) {
      store.forgetEmptyBoots();
    }
  }

  /// Without room the ledger stays as it was: batches may be sent again, a gap be told without its
  /// counts, and nothing that is done with is deleted until there is room again.
  private void writeLedger() throws IOException {
    ledgerNanos = nanoTime.getAsLong();
    try {
      ledger().write(disk);
      ledgerDirty = false;
    } catch (SpaceExhausted _) {
      if (reserve.release()) {
        ledger().write(disk);
        ledgerDirty = false;
      }
    }
  }

  private Ledger ledger() {
    return new Ledger(store.boots().stream().map(BootLog::mark).toList(), gaps.marks());
  }

  private void sync() throws IOException {
    long before = store.present().syncedSeq;
    store.sync();
    if (store.present().syncedSeq != before) {
      Failpoint.at("afterFsync");
      listener.run();
    }
  }

  private Optional<SpooledBatch> readOrGiveUp(SegmentStore.Slot slot) throws IOException {
    Optional<SpooledBatch> batch = store.read(slot);
    if (batch.isEmpty()) {
      log.atError().addKeyValue("batch", slot.key()).log("damaged batch in the spool is given up");
      disk.setAside(slot.segment().id().name());
      gaps.carrierLost(slot.key());
      gaps.add(slot.segment().gap(slot.index()));
      slot.segment().markDone(slot.index());
      ledgerDirty = true;
    }
    return batch;
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
