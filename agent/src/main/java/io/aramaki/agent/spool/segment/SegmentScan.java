package io.aramaki.agent.spool.segment;

import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.spool.batch.GapRange;
import io.aramaki.agent.spool.disk.SpoolDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a segment file at start and finds out what of it is whole.
///
/// A record whose body is damaged is skipped by its length. Where a header is damaged, the next
/// whole header is looked for. What has no whole record behind it is a torn tail and is cut off.
///
/// @param segment the records that are whole
/// @param lost records of which only the header is left
/// @param wholeBytes where the torn tail begins; the file's length if there is none
/// @param damaged true if something before the tail was damaged
public record SegmentScan(Segment segment, List<GapRange> lost, int wholeBytes, boolean damaged) {

  /// Reads the file.
  public static SegmentScan of(SpoolDisk disk, Segment.Id id) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(disk.size(id.name()))];
    int size = disk.read(id.name(), 0, ByteBuffer.wrap(bytes));
    var segment = new Segment(id);
    var lost = new ArrayList<GapRange>();
    int whole = 0;
    boolean damaged = false;
    int at = 0;
    while (at < size) {
      int next = nextHead(bytes, at, size, id, segment.lastSeq());
      if (next < 0) {
        break;
      }
      RecordCodec.Head head = RecordCodec.head(bytes, next, size).orElseThrow();
      damaged |= next > at;
      at = next + head.recordBytes();
      if (at <= size && RecordCodec.bodyIsWhole(head, bytes, next + RecordCodec.HEADER_BYTES)) {
        damaged |= whole < next;
        segment.add(head, next);
        whole = at;
      } else {
        BatchKey key = head.key();
        lost.add(new GapRange(key.boot(), key.seq(), key.seq(), head.samples(), head.results()));
        at = Math.min(at, size);
      }
    }
    segment.sizeBytes(whole);
    return new SegmentScan(segment, List.copyOf(lost), whole, damaged);
  }

  private static int nextHead(byte[] bytes, int from, int size, Segment.Id id, long lastSeq) {
    for (int at = from; at <= size - RecordCodec.HEADER_BYTES; at++) {
      Optional<RecordCodec.Head> head = RecordCodec.head(bytes, at, size);
      if (head.isPresent()) {
        BatchKey key = head.get().key();
        if (key.boot() == id.boot() && key.seq() > lastSeq && head.get().kind() == id.kind()) {
          return at;
        }
      }
    }
    return -1;
  }
}
