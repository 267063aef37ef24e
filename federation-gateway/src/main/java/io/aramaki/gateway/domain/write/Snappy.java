package io.aramaki.gateway.domain.write;

import java.util.Arrays;

/// Unpacks the block format of Snappy, as remote_write uses it: the length, then literals and
/// copies of what came before. Time and memory are bounded by the length that the block says, and
/// that by a limit.
public final class Snappy {
  private static final int LENGTH_BYTES_MAX = 5;
  private static final int LITERAL = 0;
  private static final int COPY_NEAR = 1;
  private static final int COPY_FAR = 2;

  /// Longer literals say how many bytes their length has.
  private static final int LITERAL_SHORT_MAX = 60;

  /// Nothing is packed to a smaller part: a copy of 64 bytes takes 3.
  private static final long RATIO_MAX = 64;

  private final byte[] in;
  private byte[] out = {};
  private int place;
  private int filled;

  private Snappy(byte[] in) {
    this.in = in;
  }

  /// Unpacks a block.
  ///
  /// @param max how long it may be unpacked
  /// @param share from which the memory is taken before it is used
  /// @throws WriteRefused if it is no such block, or too long
  public static byte[] unpack(byte[] block, int max, Room.Share share) {
    var snappy = new Snappy(block);
    long length = snappy.length();
    if (length > max) {
      throw WriteRefused.tooLarge(
          "the body is %d bytes unpacked, at most %d are taken".formatted(length, max));
    }
    if (length > (block.length + 1L) * RATIO_MAX) {
      throw snappy.wrong("%d bytes cannot be packed into %d".formatted(length, block.length));
    }
    share.take((int) length);
    snappy.out = new byte[(int) length];
    snappy.elements();
    return snappy.out;
  }

  private long length() {
    long length = 0;
    for (int i = 0; i < LENGTH_BYTES_MAX; i++) {
      int next = u8();
      length |= (next & 0x7FL) << (7 * i);
      if (next < 0x80) {
        return length;
      }
    }
    throw wrong("the length has more than " + LENGTH_BYTES_MAX + " bytes");
  }

  private void elements() {
    while (place < in.length) {
      int tag = u8();
      switch (tag & 3) {
        case LITERAL -> literal(tag >>> 2);
        case COPY_NEAR -> copy(4 + ((tag >>> 2) & 7), ((tag & 0xE0) << 3) | u8());
        case COPY_FAR -> copy(1 + (tag >>> 2), number(2));
        default -> copy(1 + (tag >>> 2), number(4));
      }
    }
    if (filled != out.length) {
      throw wrong("it has %d bytes of the %d that it says".formatted(filled, out.length));
    }
  }

  private void literal(int tagged) {
    long length = 1L + (tagged < LITERAL_SHORT_MAX ? tagged : number(tagged - 59));
    if (length > in.length - place || length > out.length - filled) {
      throw wrong(length + " literal bytes do not fit");
    }
    System.arraycopy(in, place, out, filled, (int) length);
    place += (int) length;
    filled += (int) length;
  }

  private void copy(int length, long distance) {
    if (distance < 1 || distance > filled) {
      throw wrong("a copy from %d bytes before, of %d".formatted(distance, filled));
    }
    if (length > out.length - filled) {
      throw wrong(length + " copied bytes do not fit");
    }
    int from = filled - (int) distance;
    if (distance == 1) {
      Arrays.fill(out, filled, filled + length, out[from]);
    } else if (distance >= length) {
      System.arraycopy(out, from, out, filled, length);
    } else {
      for (int i = 0; i < length; i++) {
        out[filled + i] = out[from + i];
      }
    }
    filled += length;
  }

  /// A number without sign, the lowest byte first.
  private long number(int bytes) {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      number |= (long) u8() << (8 * i);
    }
    return number;
  }

  private int u8() {
    if (place == in.length) {
      throw wrong("bytes are missing");
    }
    return in[place++] & 0xFF;
  }

  private WriteRefused wrong(String what) {
    return WriteRefused.malformed("the body is no Snappy block: " + what + ", at byte " + place);
  }
}
