package io.aramaki.agent.spool;

import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.spool.batch.BatchKind;
import io.aramaki.agent.spool.batch.SpooledBatch;
import io.aramaki.agent.spool.disk.SpaceExhausted;
import io.aramaki.agent.spool.disk.SpoolDisk;
import io.aramaki.agent.spool.segment.RecordCodec;
import io.aramaki.agent.spool.segment.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/// The segment files of all boots and what is in them. Not thread-safe: the [Spool] guards it.
final class SegmentStore implements AutoCloseable {
  /// One record.
  record Slot(BootLog log, Segment segment, int index) {
    BatchKey key() {
      return new BatchKey(log.boot(), segment.seq(index));
    }
  }

  private static final class Writer {
    final Segment segment;
    final SpoolDisk.OpenFile file;
    boolean dirty;

    Writer(Segment segment, SpoolDisk.OpenFile file) {
      this.segment = segment;
      this.file = file;
    }
  }

  private final SpoolDisk disk;
  private final int segmentBytes;
  private final NavigableMap<Integer, BootLog> boots;
  private final BootLog present;
  private final Map<BatchKind, Writer> writers = new EnumMap<>(BatchKind.class);
  private boolean namesDirty;

  SegmentStore(SpoolDisk disk, int segmentBytes, NavigableMap<Integer, BootLog> boots, long boot) {
    this.disk = disk;
    this.segmentBytes = segmentBytes;
    this.boots = boots;
    int order = boots.isEmpty() ? 1 : boots.lastKey() + 1;
    this.present = new BootLog(order, boot);
    present.syncedSeq = 0;
    boots.put(order, present);
  }

  BootLog present() {
    return present;
  }

  Collection<BootLog> boots() {
    return boots.values();
  }

  /// The last boot before the present one of which anything exists; empty if there is none.
  Optional<BootLog> before() {
    return boots.headMap(present.order(), false).descendingMap().values().stream()
        .filter(log -> log.lastSeq > 0)
        .findFirst();
  }

  long bytes() {
    long bytes = 0;
    for (BootLog log : boots.values()) {
      for (BatchKind kind : BatchKind.values()) {
        for (Segment segment : log.segments(kind)) {
          bytes += segment.sizeBytes();
        }
      }
    }
    return bytes;
  }

  int pending() {
    int pending = 0;
    for (BootLog log : boots.values()) {
      for (Segment segment : log.segments()) {
        pending += segment.pending();
      }
    }
    return pending;
  }

  /// Writes a record behind the others of its kind.
  ///
  /// @throws SpaceExhausted if there is no room; the next record takes the same place then
  void append(BatchKey key, BatchKind kind, byte[] record) throws IOException {
    Writer writer = writer(kind, key.seq());
    Segment segment = writer.segment;
    int offset = segment.sizeBytes();
    writer.dirty = true;
    writer.file.write(ByteBuffer.wrap(record), offset);
    segment.add(RecordCodec.head(record, 0, record.length).orElseThrow(), offset);
    present.lastSeq = key.seq();
  }

  private Writer writer(BatchKind kind, long seq) throws IOException {
    @Nullable Writer open = writers.get(kind);
    if (open != null && open.segment.sizeBytes() < segmentBytes) {
      return open;
    }
    if (open != null) {
      closeWriter(kind);
    }
    var id = new Segment.Id(present.order(), present.boot(), seq, kind);
    var writer = new Writer(new Segment(id), disk.open(id.name()));
    present.add(writer.segment);
    writers.put(kind, writer);
    namesDirty = true;
    return writer;
  }

  /// Puts everything that was appended on stable storage.
  void sync() throws IOException {
    for (Writer writer : writers.values()) {
      if (writer.dirty) {
        writer.file.sync();
        writer.dirty = false;
      }
    }
    if (namesDirty) {
      disk.syncDirectory();
      namesDirty = false;
    }
    present.syncedSeq = present.lastSeq;
  }

  /// The next record that may be sent, in the order of boots and seqs; null stands for the start.
  Optional<Slot> next(@Nullable BatchKey after) {
    int from = 0;
    long seq = 1;
    if (after != null) {
      Optional<BootLog> log = log(after.boot());
      from = log.map(BootLog::order).orElse(0);
      seq = log.isPresent() ? after.seq() + 1 : 1;
    }
    for (BootLog log : boots.tailMap(from).values()) {
      long found = log.firstPendingFrom(log.order() == from ? seq : 1);
      if (found >= 0) {
        return found <= log.syncedSeq ? find(new BatchKey(log.boot(), found)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  Optional<Slot> find(BatchKey key) {
    Optional<BootLog> log = log(key.boot());
    if (log.isEmpty()) {
      return Optional.empty();
    }
    for (Segment segment : log.get().segments()) {
      int index = segment.indexOf(key.seq());
      if (index >= 0) {
        return Optional.of(new Slot(log.get(), segment, index));
      }
    }
    return Optional.empty();
  }

  Optional<BootLog> log(long boot) {
    return boots.values().stream().filter(log -> log.boot() == boot).findFirst();
  }

  /// Reads a record; empty if it is not what was written.
  Optional<SpooledBatch> read(Slot slot) throws IOException {
    Segment segment = slot.segment;
    byte[] bytes = new byte[segment.length(slot.index)];
    int size = disk.read(segment.id().name(), segment.offset(slot.index), ByteBuffer.wrap(bytes));
    Optional<RecordCodec.Head> head = RecordCodec.head(bytes, 0, size);
    if (head.isEmpty()
        || !head.get().key().equals(slot.key())
        || head.get().recordBytes() != size
        || !RecordCodec.bodyIsWhole(head.get(), bytes, RecordCodec.HEADER_BYTES)) {
      return Optional.empty();
    }
    try {
      return Optional.of(RecordCodec.body(head.get(), bytes, RecordCodec.HEADER_BYTES));
    } catch (DataFormatException | RuntimeException _) {
      return Optional.empty();
    }
  }

  /// Segments of which nothing is needed any more, once the ledger says so.
  List<Slot> deletable() {
    var deletable = new ArrayList<Slot>();
    for (BootLog log : boots.values()) {
      long doneThrough = log.doneThrough();
      for (Segment segment : log.segments()) {
        if (segment.lastSeq() <= doneThrough && !isGrowing(segment)) {
          deletable.add(new Slot(log, segment, 0));
        }
      }
    }
    return deletable;
  }

  /// Deletes a segment file, also the one that is being written.
  void delete(Slot slot) throws IOException {
    BatchKind kind = slot.segment.id().kind();
    @Nullable Writer writer = writers.get(kind);
    if (writer != null && writer.segment == slot.segment) {
      writers.remove(kind);
      writer.file.close();
    }
    disk.delete(slot.segment.id().name());
    slot.log.remove(slot.segment);
    namesDirty = true;
  }

  /// Forgets boots of which there is nothing left, but for the last one before the present.
  void forgetEmptyBoots() {
    int keep = before().map(BootLog::order).orElse(0);
    boots
        .values()
        .removeIf(log -> log != present && log.order() != keep && log.segments().isEmpty());
  }

  @Override
  public void close() throws IOException {
    for (BatchKind kind : List.copyOf(writers.keySet())) {
      closeWriter(kind);
    }
  }

  private void closeWriter(BatchKind kind) throws IOException {
    @Nullable Writer writer = writers.remove(kind);
    if (writer != null) {
      try (SpoolDisk.OpenFile file = writer.file) {
        if (writer.dirty) {
          file.sync();
        }
      }
    }
  }

  private boolean isGrowing(Segment segment) {
    @Nullable Writer writer = writers.get(segment.id().kind());
    return writer != null && writer.segment == segment;
  }
}
