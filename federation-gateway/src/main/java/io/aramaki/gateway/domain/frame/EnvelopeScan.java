package io.aramaki.gateway.domain.frame;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Walks over the bytes of one protobuf message as they come and keeps nothing but the number of
/// its first field and, inside a batch, the traceparents.
///
/// It knows two levels: the message and, if there is one, the batch in it. All else is skipped by
/// its length, so the work is bounded by the number of fields, not by the size. What is no protobuf
/// makes it look away for the rest of the message: whether it is right is for the receiver to say.
final class EnvelopeScan {
  /// The field `batch` of `ObserveRequest`.
  static final int BATCH = 2;

  /// The field `traceparents` of `Batch`.
  static final int TRACEPARENTS = 3;

  private static final int TRACEPARENT_BYTES_MAX = 128;
  private static final int VARINT_BITS_MAX = 63;

  private enum Mode {
    TAG,
    VARINT,
    LENGTH,
    SKIP,
    TEXT,
    LOOK_AWAY
  }

  private final boolean batches;
  private final List<String> traceparents = new ArrayList<>();
  private final byte[] text = new byte[TRACEPARENT_BYTES_MAX];
  private Mode mode = Mode.TAG;
  private int firstField;
  private int field;
  private long varint;
  private int varintBits;
  private long left;
  private int textLength;
  private boolean inBatch;
  private long batchLeft;

  /// @param batches whether messages of this direction may carry batches
  EnvelopeScan(boolean batches) {
    this.batches = batches;
  }

  void begin() {
    traceparents.clear();
    mode = Mode.TAG;
    firstField = 0;
    varint = 0;
    varintBits = 0;
    inBatch = false;
  }

  /// Looks away from a message that cannot be read, for example a compressed one.
  void lookAway() {
    mode = Mode.LOOK_AWAY;
  }

  Envelope end(int bytes) {
    return new Envelope(firstField, traceparents, bytes);
  }

  /// Walks over the bytes from one index (included) to another (excluded).
  void walk(Octets octets, int from, int to) {
    int at = from;
    while (at < to && mode != Mode.LOOK_AWAY) {
      int step = step(octets, at, to);
      at += step;
      leaveBatchAfter(step);
    }
  }

  private int step(Octets octets, int at, int to) {
    return switch (mode) {
      case SKIP -> skip(to - at);
      case TEXT -> collect(octets.at(at));
      case TAG, VARINT, LENGTH -> varint(octets.at(at));
      case LOOK_AWAY -> to - at;
    };
  }

  private void leaveBatchAfter(int step) {
    if (inBatch && mode != Mode.LOOK_AWAY) {
      batchLeft -= step;
      boolean betweenFields = mode == Mode.TAG && varintBits == 0;
      if (batchLeft < 0 || (batchLeft == 0 && !betweenFields)) {
        mode = Mode.LOOK_AWAY;
      } else if (batchLeft == 0) {
        inBatch = false;
      }
    }
  }

  private int skip(int available) {
    int step = (int) Math.min(available, left);
    left -= step;
    if (left == 0) {
      mode = Mode.TAG;
    }
    return step;
  }

  private int collect(byte octet) {
    text[textLength++] = octet;
    left--;
    if (left == 0) {
      traceparents.add(new String(text, 0, textLength, StandardCharsets.US_ASCII));
      mode = Mode.TAG;
    }
    return 1;
  }

  private int varint(byte octet) {
    if (varintBits > VARINT_BITS_MAX) {
      mode = Mode.LOOK_AWAY;
      return 1;
    }
    varint |= (octet & 0x7FL) << varintBits;
    varintBits += 7;
    if (octet >= 0) {
      long value = varint;
      varint = 0;
      varintBits = 0;
      take(value);
    }
    return 1;
  }

  private void take(long value) {
    switch (mode) {
      case TAG -> takeTag(value);
      case LENGTH -> takeLength(value);
      case VARINT, SKIP, TEXT, LOOK_AWAY -> mode = Mode.TAG;
    }
  }

  private void takeTag(long tag) {
    field = (int) (tag >>> 3);
    if (firstField == 0) {
      firstField = field;
    }
    switch ((int) (tag & 7)) {
      case 0 -> mode = Mode.VARINT;
      case 1 -> skipNext(Long.BYTES);
      case 2 -> mode = Mode.LENGTH;
      case 5 -> skipNext(Integer.BYTES);
      default -> mode = Mode.LOOK_AWAY;
    }
  }

  private void takeLength(long length) {
    if (length < 0) {
      mode = Mode.LOOK_AWAY;
    } else if (batches && !inBatch && field == BATCH && length > 0) {
      inBatch = true;
      // The byte that completes the length is taken off after this step, too.
      batchLeft = length + 1;
      mode = Mode.TAG;
    } else if (inBatch && field == TRACEPARENTS && isTraceparent(length)) {
      left = length;
      textLength = 0;
      mode = Mode.TEXT;
    } else {
      skipNext(length);
    }
  }

  private boolean isTraceparent(long length) {
    return length > 0
        && length <= TRACEPARENT_BYTES_MAX
        && traceparents.size() < Envelope.TRACEPARENTS_MAX;
  }

  private void skipNext(long length) {
    left = length;
    mode = length == 0 ? Mode.TAG : Mode.SKIP;
  }
}
