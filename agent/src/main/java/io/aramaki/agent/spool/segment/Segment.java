package io.aramaki.agent.spool.segment;

import io.aramaki.agent.spool.batch.BatchKind;
import io.aramaki.agent.spool.batch.GapRange;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is in one segment file, as arrays, because a day without a connection is 100,000 records.
///
/// The file's name says the order of the boot, the boot, the first seq and the kind, so that the
/// spool can be read without its ledger.
public final class Segment {
  private static final Pattern NAME =
      Pattern.compile("([0-9a-f]{8})-([0-9a-f]{16})-([0-9a-f]{16})\\.([mr])");

  /// What a file's name says.
  public record Id(int order, long boot, long firstSeq, BatchKind kind) {
    public static Optional<Id> parse(String name) {
      Matcher matcher = NAME.matcher(name);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      return Optional.of(
          new Id(
              Integer.parseUnsignedInt(matcher.group(1), 16),
              Long.parseUnsignedLong(matcher.group(2), 16),
              Long.parseUnsignedLong(matcher.group(3), 16),
              matcher.group(4).equals("m") ? BatchKind.METRICS : BatchKind.RESULTS));
    }

    public String name() {
      return "%08x-%016x-%016x.%c".formatted(order, boot, firstSeq, kind.suffix());
    }
  }

  private static final int FIRST_CAPACITY = 16;

  private final Id id;
  private long[] seqs = new long[FIRST_CAPACITY];
  private int[] offsets = new int[FIRST_CAPACITY];
  private int[] lengths = new int[FIRST_CAPACITY];
  private int[] samples = new int[FIRST_CAPACITY];
  private int[] results = new int[FIRST_CAPACITY];
  private int[] seconds = new int[FIRST_CAPACITY];
  private final BitSet done = new BitSet();
  private int count;
  private int sizeBytes;

  public Segment(Id id) {
    this.id = id;
  }

  public Id id() {
    return id;
  }

  public int sizeBytes() {
    return sizeBytes;
  }

  /// Where the next record goes; what lies there already is a torn one.
  void sizeBytes(int bytes) {
    sizeBytes = bytes;
  }

  public void add(RecordCodec.Head head, int offset) {
    if (count == seqs.length) {
      grow();
    }
    seqs[count] = head.key().seq();
    offsets[count] = offset;
    lengths[count] = head.recordBytes();
    samples[count] = head.samples();
    results[count] = head.results();
    seconds[count] = (int) (head.timeMs() / 1000);
    count++;
    sizeBytes = offset + head.recordBytes();
  }

  public boolean isEmpty() {
    return count == 0;
  }

  public long lastSeq() {
    return count == 0 ? id.firstSeq - 1 : seqs[count - 1];
  }

  public int pending() {
    return count - done.cardinality();
  }

  /// The index of the first record that is not done with, from a seq on; -1 if there is none.
  public int firstPendingFrom(long seq) {
    int at = Arrays.binarySearch(seqs, 0, count, seq);
    int index = done.nextClearBit(at < 0 ? -at - 1 : at);
    return index < count ? index : -1;
  }

  /// The index of the record of this seq; -1 if there is none.
  public int indexOf(long seq) {
    int at = Arrays.binarySearch(seqs, 0, count, seq);
    return at < 0 ? -1 : at;
  }

  public int count() {
    return count;
  }

  public long seq(int index) {
    return seqs[index];
  }

  public int offset(int index) {
    return offsets[index];
  }

  public int length(int index) {
    return lengths[index];
  }

  public long spooledSeconds(int index) {
    return seconds[index] & 0xffffffffL;
  }

  public boolean isDone(int index) {
    return done.get(index);
  }

  public void markDone(int index) {
    done.set(index);
  }

  public void markDoneThrough(long seq) {
    for (int i = 0; i < count && seqs[i] <= seq; i++) {
      done.set(i);
    }
  }

  public GapRange gap(int index) {
    return new GapRange(id.boot, seqs[index], seqs[index], samples[index], results[index]);
  }

  private void grow() {
    int capacity = count * 2;
    seqs = Arrays.copyOf(seqs, capacity);
    offsets = Arrays.copyOf(offsets, capacity);
    lengths = Arrays.copyOf(lengths, capacity);
    samples = Arrays.copyOf(samples, capacity);
    results = Arrays.copyOf(results, capacity);
    seconds = Arrays.copyOf(seconds, capacity);
  }
}
