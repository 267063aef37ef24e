package io.aramaki.agent.spool.segment;

import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.spool.batch.BatchKind;
import io.aramaki.agent.spool.batch.Draft;
import io.aramaki.agent.spool.batch.SpooledBatch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// One record of a segment file: a header with a checksum of its own, and a body.
///
/// ```text
/// magic u32 | version u8 | kind u8 | flags u8 | 0 | boot u64 | seq u64 | samples u32 | results u32 |
/// length u32 | crc32c(body) u32 | time ms u64 | crc32c(all before) u32 | body
/// body, deflated if flag 1: count u8, (length u8, traceparent)…, header length u32, header, content
/// ```
///
/// The counts are in the header so that a record whose body is damaged still says what was lost.
/// Not thread-safe: it reuses one deflater.
public final class RecordCodec implements AutoCloseable {
  public static final int HEADER_BYTES = 52;

  /// No record is longer; a length beyond it is damage.
  static final int BODY_BYTES_MAX = 4 << 20;

  private static final int MAGIC = 0x41525350;
  private static final byte VERSION = 1;
  private static final int FLAG_DEFLATED = 1;
  private static final int DEFLATE_FROM_BYTES = 400;
  private static final int CRC_AT = HEADER_BYTES - 4;

  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);

  /// What the header of a record says.
  public record Head(
      BatchKind kind,
      int flags,
      BatchKey key,
      int samples,
      int results,
      int length,
      int bodyCrc,
      long timeMs) {
    public int recordBytes() {
      return HEADER_BYTES + length;
    }
  }

  public byte[] encode(BatchKey key, Draft draft, byte[] header, long timeMs) {
    byte[] plain = plainBody(draft, header);
    Optional<byte[]> deflated =
        plain.length < DEFLATE_FROM_BYTES ? Optional.empty() : deflate(plain);
    byte[] body = deflated.orElse(plain);
    int flags = deflated.isPresent() ? FLAG_DEFLATED : 0;
    ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + body.length);
    record.putInt(MAGIC).put(VERSION).put((byte) draft.kind().suffix()).put((byte) flags);
    record.put((byte) 0).putLong(key.boot()).putLong(key.seq());
    record.putInt(draft.samples()).putInt(draft.results());
    record.putInt(body.length).putInt(crc(body, 0, body.length)).putLong(timeMs);
    record.putInt(crc(record.array(), 0, CRC_AT)).put(body);
    return record.array();
  }

  /// Reads the header of a record; empty if there is none at this place.
  public static Optional<Head> head(byte[] bytes, int offset, int limit) {
    if (limit - offset < HEADER_BYTES) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, offset, HEADER_BYTES);
    if (in.getInt() != MAGIC || in.get() != VERSION) {
      return Optional.empty();
    }
    if (crc(bytes, offset, CRC_AT) != ByteBuffer.wrap(bytes).getInt(offset + CRC_AT)) {
      return Optional.empty();
    }
    byte kind = in.get();
    int flags = in.get();
    in.get();
    var head =
        new Head(
            kind == BatchKind.METRICS.suffix() ? BatchKind.METRICS : BatchKind.RESULTS,
            flags,
            new BatchKey(in.getLong(), in.getLong()),
            in.getInt(),
            in.getInt(),
            in.getInt(),
            in.getInt(),
            in.getLong());
    boolean sane = head.length >= 0 && head.length <= BODY_BYTES_MAX && head.key.seq() > 0;
    return sane ? Optional.of(head) : Optional.empty();
  }

  public static boolean bodyIsWhole(Head head, byte[] bytes, int bodyOffset) {
    return crc(bytes, bodyOffset, head.length) == head.bodyCrc;
  }

  /// Reads a body whose checksum was found right.
  public static SpooledBatch body(Head head, byte[] bytes, int bodyOffset)
      throws DataFormatException {
    byte[] plain =
        (head.flags & FLAG_DEFLATED) == 0
            ? Arrays.copyOfRange(bytes, bodyOffset, bodyOffset + head.length)
            : inflate(bytes, bodyOffset, head.length);
    ByteBuffer in = ByteBuffer.wrap(plain);
    List<String> traceparents = new ArrayList<>();
    for (int i = in.get(); i > 0; i--) {
      byte[] text = new byte[in.get()];
      in.get(text);
      traceparents.add(new String(text, StandardCharsets.US_ASCII));
    }
    byte[] header = new byte[in.getInt()];
    in.get(header);
    byte[] content = new byte[in.remaining()];
    in.get(content);
    return new SpooledBatch(head.key, header, content, traceparents);
  }

  @Override
  public void close() {
    deflater.end();
  }

  private static byte[] plainBody(Draft draft, byte[] header) {
    int size = 1 + 4 + header.length + draft.content().length;
    for (String traceparent : draft.traceparents()) {
      size += 1 + traceparent.length();
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.put((byte) draft.traceparents().size());
    for (String traceparent : draft.traceparents()) {
      byte[] text = traceparent.getBytes(StandardCharsets.US_ASCII);
      out.put((byte) text.length).put(text);
    }
    return out.putInt(header.length).put(header).put(draft.content()).array();
  }

  /// The plain length goes before the deflated bytes; empty if nothing is gained.
  private Optional<byte[]> deflate(byte[] plain) {
    byte[] out = new byte[plain.length];
    ByteBuffer.wrap(out).putInt(plain.length);
    deflater.reset();
    deflater.setInput(plain);
    deflater.finish();
    int length = deflater.deflate(out, 4, out.length - 4);
    return deflater.finished() ? Optional.of(Arrays.copyOf(out, 4 + length)) : Optional.empty();
  }

  private static byte[] inflate(byte[] bytes, int offset, int length) throws DataFormatException {
    int plainLength = ByteBuffer.wrap(bytes).getInt(offset);
    if (plainLength < 0 || plainLength > BODY_BYTES_MAX) {
      throw new DataFormatException("a body of " + plainLength + " bytes");
    }
    byte[] plain = new byte[plainLength];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(bytes, offset + 4, length - 4);
      int done = inflater.inflate(plain);
      if (done != plainLength) {
        throw new DataFormatException(
            "a body of " + done + " instead of " + plainLength + " bytes");
      }
      return plain;
    } finally {
      inflater.end();
    }
  }

  public static int crc(byte[] bytes, int offset, int length) {
    var crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
