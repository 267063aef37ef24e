package io.aramaki.agent.spool;

import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.spool.batch.GapRange;
import io.aramaki.agent.spool.disk.SpoolDisk;
import io.aramaki.agent.spool.segment.RecordCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The tiny file that says what of the spool is done with. It is written beside, synced, renamed,
/// and the directory synced; nothing is deleted before a ledger that allows it is durable.
///
/// @param boots the boots that matter still, oldest first
/// @param gaps what was given up and is not known to the server yet
record Ledger(List<BootMark> boots, List<GapMark> gaps) {
  static final String NAME = "ledger";
  private static final String PART = "ledger.part";
  private static final int MAGIC = 0x4152534c;
  private static final byte VERSION = 1;
  private static final int BOOT_BYTES = 4 + 4 * 8;
  private static final int GAP_BYTES = 7 * 8;
  private static final int FRAME_BYTES = 4 + 1 + 4 + 4 + 4;

  /// Where one boot stands.
  ///
  /// @param order boots are numbered from 1
  /// @param lastSeq its highest seq that is known
  /// @param doneThrough all seqs up to here are done with
  /// @param sentThrough no seq beyond this one was ever sent
  record BootMark(int order, long boot, long lastSeq, long doneThrough, long sentThrough) {}

  /// A gap and the batch whose header tells it; seq 0 if there is none yet.
  record GapMark(GapRange range, BatchKey carrier) {
    boolean isPending() {
      return carrier.seq() == 0;
    }
  }

  static final BatchKey NO_CARRIER = new BatchKey(0, 0);

  Ledger {
    boots = List.copyOf(boots);
    gaps = List.copyOf(gaps);
  }

  static Ledger empty() {
    return new Ledger(List.of(), List.of());
  }

  void write(SpoolDisk disk) throws IOException {
    byte[] bytes = encode();
    try (SpoolDisk.OpenFile file = disk.open(PART)) {
      file.write(ByteBuffer.wrap(bytes), 0);
      file.truncate(bytes.length);
      file.sync();
    }
    disk.rename(PART, NAME);
    disk.syncDirectory();
  }

  /// Reads the ledger; empty if it is not what was written.
  static Optional<Ledger> read(SpoolDisk disk) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(disk.size(NAME))];
    int size = disk.read(NAME, 0, ByteBuffer.wrap(bytes));
    if (size < FRAME_BYTES) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, size);
    boolean whole = RecordCodec.crc(bytes, 0, size - 4) == in.getInt(size - 4);
    return whole && in.getInt() == MAGIC && in.get() == VERSION
        ? Optional.of(decode(in))
        : Optional.empty();
  }

  private byte[] encode() {
    int size = FRAME_BYTES + boots.size() * BOOT_BYTES + gaps.size() * GAP_BYTES;
    ByteBuffer out = ByteBuffer.allocate(size).putInt(MAGIC).put(VERSION);
    out.putInt(boots.size()).putInt(gaps.size());
    for (BootMark mark : boots) {
      out.putInt(mark.order).putLong(mark.boot).putLong(mark.lastSeq);
      out.putLong(mark.doneThrough).putLong(mark.sentThrough);
    }
    for (GapMark mark : gaps) {
      GapRange range = mark.range;
      out.putLong(range.boot()).putLong(range.firstSeq()).putLong(range.lastSeq());
      out.putLong(range.samples()).putLong(range.results());
      out.putLong(mark.carrier.boot()).putLong(mark.carrier.seq());
    }
    return out.putInt(RecordCodec.crc(out.array(), 0, size - 4)).array();
  }

  private static Ledger decode(ByteBuffer in) {
    int bootCount = in.getInt();
    int gapCount = in.getInt();
    var boots = new ArrayList<BootMark>();
    for (int i = 0; i < bootCount; i++) {
      boots.add(new BootMark(in.getInt(), in.getLong(), in.getLong(), in.getLong(), in.getLong()));
    }
    var gaps = new ArrayList<GapMark>();
    for (int i = 0; i < gapCount; i++) {
      var range =
          new GapRange(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
      gaps.add(new GapMark(range, new BatchKey(in.getLong(), in.getLong())));
    }
    return new Ledger(boots, gaps);
  }
}
