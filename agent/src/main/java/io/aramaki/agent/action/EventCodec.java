package io.aramaki.agent.action;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.CRC32C;

/// The records of a run's journal file.
///
/// ```text
/// length u32 | crc32c(payload) u32 | payload
/// payload: type u8, seq u64, time ms u64, then by type
/// ```
final class EventCodec {
  static final int FRAME_BYTES = 8;
  private static final int PAYLOAD_BYTES_MAX = 1 << 20;
  private static final int HEAD_BYTES = 17;
  private static final byte NAME = 1;
  private static final byte STARTED = 2;
  private static final byte OUTPUT = 3;
  private static final byte FINISHED = 4;
  private static final byte NOT_EXECUTED = 5;
  private static final byte LOST = 6;
  private static final byte ACKNOWLEDGED = 7;

  private EventCodec() {}

  /// A record of a journal file.
  sealed interface Entry {}

  /// The first one: which run the file is about.
  record Name(String run) implements Entry {}

  /// Something happened.
  record Happened(long seq, long timeMs, RunEvent.What what) implements Entry {}

  /// The server has an event.
  record Acknowledged(long seq) implements Entry {}

  static byte[] encode(Entry record) {
    ByteBuffer payload =
        switch (record) {
          case Name name -> head(NAME, 0, 0, text(name.run));
          case Acknowledged acknowledged -> head(ACKNOWLEDGED, acknowledged.seq, 0, new byte[0]);
          case Happened happened ->
              switch (happened.what) {
                case RunEvent.Started _ ->
                    head(STARTED, happened.seq, happened.timeMs, new byte[0]);
                case RunEvent.Output output ->
                    head(
                        OUTPUT,
                        happened.seq,
                        happened.timeMs,
                        ByteBuffer.allocate(8 + output.data().length)
                            .putLong(output.offset())
                            .put(output.data())
                            .array());
                case RunEvent.Finished finished ->
                    head(FINISHED, happened.seq, happened.timeMs, finished(finished));
                case RunEvent.NotExecuted refused ->
                    head(
                        NOT_EXECUTED,
                        happened.seq,
                        happened.timeMs,
                        text(refused.reason().name() + ' ' + refused.message()));
                case RunEvent.Lost _ -> head(LOST, happened.seq, happened.timeMs, new byte[0]);
              };
        };
    byte[] bytes = payload.array();
    return ByteBuffer.allocate(FRAME_BYTES + bytes.length)
        .putInt(bytes.length)
        .putInt(crc(bytes, 0, bytes.length))
        .put(bytes)
        .array();
  }

  /// Answers how long the record at an offset is, frame included; -1 if there is no whole one.
  static int length(byte[] bytes, int offset, int size) {
    if (size - offset < FRAME_BYTES) {
      return -1;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, offset, FRAME_BYTES);
    int length = in.getInt();
    int crc = in.getInt();
    boolean sane = length >= HEAD_BYTES && length <= PAYLOAD_BYTES_MAX;
    boolean whole = sane && length <= size - offset - FRAME_BYTES;
    return whole && crc(bytes, offset + FRAME_BYTES, length) == crc ? FRAME_BYTES + length : -1;
  }

  /// Reads a record that [#length] found whole; empty if its type is unknown.
  static Optional<Entry> decode(byte[] bytes, int offset, int length) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes, offset + FRAME_BYTES, length - FRAME_BYTES);
      byte type = in.get();
      long seq = in.getLong();
      long timeMs = in.getLong();
      return switch (type) {
        case NAME -> Optional.of(new Name(text(in)));
        case ACKNOWLEDGED -> Optional.of(new Acknowledged(seq));
        case STARTED -> Optional.of(new Happened(seq, timeMs, new RunEvent.Started()));
        case LOST -> Optional.of(new Happened(seq, timeMs, new RunEvent.Lost()));
        case OUTPUT -> Optional.of(new Happened(seq, timeMs, output(in)));
        case FINISHED -> Optional.of(new Happened(seq, timeMs, finished(in)));
        case NOT_EXECUTED -> Optional.of(new Happened(seq, timeMs, notExecuted(text(in))));
        default -> Optional.empty();
      };
    } catch (BufferUnderflowException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static RunEvent.Output output(ByteBuffer in) {
    long offset = in.getLong();
    byte[] data = new byte[in.remaining()];
    in.get(data);
    return new RunEvent.Output(data, offset);
  }

  private static byte[] finished(RunEvent.Finished finished) {
    byte[] error = text(finished.error());
    return ByteBuffer.allocate(1 + 4 + 8 + error.length)
        .put((byte) (finished.exitCode().isPresent() ? 1 : 0))
        .putInt(finished.exitCode().orElse(0))
        .putLong(finished.outputLength())
        .put(error)
        .array();
  }

  private static RunEvent.Finished finished(ByteBuffer in) {
    boolean exited = in.get() == 1;
    int code = in.getInt();
    long length = in.getLong();
    OptionalInt exitCode = exited ? OptionalInt.of(code) : OptionalInt.empty();
    return new RunEvent.Finished(exitCode, text(in), length);
  }

  private static RunEvent.NotExecuted notExecuted(String text) {
    int blank = text.indexOf(' ');
    return new RunEvent.NotExecuted(
        Refused.Reason.valueOf(text.substring(0, Math.max(0, blank))), text.substring(blank + 1));
  }

  private static ByteBuffer head(byte type, long seq, long timeMs, byte[] rest) {
    return ByteBuffer.allocate(HEAD_BYTES + rest.length)
        .put(type)
        .putLong(seq)
        .putLong(timeMs)
        .put(rest);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static int crc(byte[] bytes, int offset, int length) {
    var crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
