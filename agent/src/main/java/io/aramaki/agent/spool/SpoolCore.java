package io.aramaki.agent.spool;

import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.spool.batch.BatchKind;
import io.aramaki.agent.spool.batch.Draft;
import io.aramaki.agent.spool.batch.GapRange;
import io.aramaki.agent.spool.batch.HeaderEncoder;
import io.aramaki.agent.spool.batch.SpooledBatch;
import io.aramaki.agent.spool.disk.Reserve;
import io.aramaki.agent.spool.disk.SpaceExhausted;
import io.aramaki.agent.spool.disk.SpoolDisk;
import io.aramaki.agent.spool.segment.RecordCodec;
import io.aramaki.kit.app.Failpoint;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a [Spool] is made of and the order of its effects, without locks and without the
/// translation of failures. Not thread-safe.
final class SpoolCore implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SpoolCore.class);

  private final SpoolDisk disk;
  private final SpoolSettings settings;
  private final HeaderEncoder headers;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final RecordCodec codec = new RecordCodec();
  private final SegmentStore store;
  private final GapBook gaps;
  private final Reserve reserve;
  private final Eviction eviction;
  private final BatchKey previous;
  private long ledgerNanos;
  private long spaceNanos;
  private boolean ledgerDirty;
  private long samplesDropped;
  private long resultsDropped;

  SpoolCore(
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

  SegmentStore store() {
    return store;
  }

  GapBook gaps() {
    return gaps;
  }

  /// Something changed that the ledger should say when it is written next.
  void touch() {
    ledgerDirty = true;
  }

  /// Does what is due but for fsync: ledger, deletion, the reserve.
  void tick() throws IOException {
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
  }

  /// Notes, before it happens, that a batch is sent.
  void sending(BatchKey key) throws IOException {
    Optional<BootLog> boot = store.log(key.boot());
    if (boot.isPresent() && key.seq() > boot.get().sentThrough) {
      boot.get().sentThrough = key.seq() + settings.sentStep() - 1;
      writeLedger();
    }
  }

  SpoolFigures figures() {
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
  }

  @Override
  public void close() throws IOException {
    store.close();
    codec.close();
  }

  /// Writes a batch; empty if there is no room or it may not be written now.
  Optional<BatchKey> write(Draft draft) throws IOException {
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
    byte[] header = headers.encode(new HeaderEncoder.Facts(key, before, draft, told));
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

  /// Counts a batch that was not written as a gap.
  void refuse(Draft draft) {
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

  /// Gives up what is oldest until so many bytes fit under the cap.
  void makeRoom(int bytes) throws IOException {
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

  void deleteDone() throws IOException {
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
  void writeLedger() throws IOException {
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

  /// Puts everything on stable storage.
  ///
  /// @return true if there was something
  boolean sync() throws IOException {
    long before = store.present().syncedSeq;
    store.sync();
    boolean synced = store.present().syncedSeq != before;
    if (synced) {
      Failpoint.at("afterFsync");
    }
    return synced;
  }

  /// Reads a batch; one that is damaged becomes a gap.
  Optional<SpooledBatch> readOrGiveUp(SegmentStore.Slot slot) throws IOException {
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
}
