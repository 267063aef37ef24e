package io.aramaki.gateway.domain.write;

/// Walks over a protobuf message in place: no object for what is read. A message within it is read
/// by narrowing the view and widening it again.
final class WireInput {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;
  private static final int VARINT_BYTES_MAX = 10;

  private final byte[] in;
  private int place;
  private int end;
  private int tag;

  WireInput(byte[] in) {
    this(in, 0, in.length);
  }

  /// A message that is a part of an array.
  WireInput(byte[] in, int from, int to) {
    this.in = in;
    this.place = from;
    this.end = to;
  }

  int place() {
    return place;
  }

  byte[] array() {
    return in;
  }

  /// Goes to the next field of the message.
  ///
  /// @return its number; 0 at the end
  int field() {
    if (place == end) {
      tag = 0;
      return 0;
    }
    long next = varint();
    tag = (int) next;
    if (next >>> 32 != 0 || tag >>> 3 == 0) {
      throw wrong("no field has the tag " + Long.toUnsignedString(next));
    }
    return tag >>> 3;
  }

  /// Passes over all fields of a number that stand here one after the other.
  ///
  /// @return where the next one begins
  int passAll(int number) {
    int before = place;
    while (field() == number) {
      skip();
      before = place;
    }
    place = before;
    return before;
  }

  /// Begins a message, or a packed list: the view is only that.
  ///
  /// @return where the outer one ends, for [#leave]
  int enter() {
    int length = length();
    int outer = end;
    end = place + length;
    return outer;
  }

  /// Ends a message, wherever in it the reader is.
  void leave(int outer) {
    place = end;
    end = outer;
  }

  boolean hasMore() {
    return place < end;
  }

  int remaining() {
    return end - place;
  }

  /// Tells whether the field is a list of numbers in one piece, or a text, or a message.
  boolean isBytes() {
    return (tag & 7) == BYTES;
  }

  /// The length of a text whose bytes come next, at [#place].
  int length() {
    require(BYTES);
    long length = varint();
    if (length < 0 || length > end - place) {
      throw wrong(
          "%s bytes are wanted, %d are there"
              .formatted(Long.toUnsignedString(length), end - place));
    }
    return (int) length;
  }

  void skipBytes(int length) {
    place += length;
  }

  long number() {
    require(VARINT);
    return varint();
  }

  double fixedDouble() {
    require(FIXED64);
    return rawDouble();
  }

  double rawDouble() {
    return Double.longBitsToDouble(fixed64());
  }

  private long fixed64() {
    if (end - place < 8) {
      throw wrong("bytes are missing");
    }
    long number = 0;
    for (int i = 7; i >= 0; i--) {
      number = (number << 8) | (in[place + i] & 0xFF);
    }
    place += 8;
    return number;
  }

  /// A varint of which no tag says anything, as in packed lists.
  long varint() {
    long number = 0;
    for (int i = 0; i < VARINT_BYTES_MAX; i++) {
      if (place == end) {
        throw wrong("bytes are missing");
      }
      byte next = in[place++];
      number |= (next & 0x7FL) << (7 * i);
      if (next >= 0) {
        return number;
      }
    }
    throw wrong("a varint has more than " + VARINT_BYTES_MAX + " bytes");
  }

  /// Passes over a field that nobody wants.
  void skip() {
    switch (tag & 7) {
      case VARINT -> varint();
      case FIXED64 -> pass(8);
      case BYTES -> pass(length());
      case FIXED32 -> pass(4);
      default -> throw wrong("the wire type " + (tag & 7) + " is not used");
    }
  }

  private void pass(int bytes) {
    if (bytes > end - place) {
      throw wrong("bytes are missing");
    }
    place += bytes;
  }

  private void require(int type) {
    if ((tag & 7) != type) {
      throw wrong("field %d has the wire type %d, not %d".formatted(tag >>> 3, tag & 7, type));
    }
  }

  WriteRefused wrong(String what) {
    return WriteRefused.malformed(
        "the body is not the message that Content-Type says: " + what + ", at byte " + place);
  }
}
