package io.aramaki.gateway.domain.write.sent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;

/// The labels of a series as they stand in a request. Looked up by what they are, in place: only
/// [#copy] is kept. Ordered, so that many with one hash are still found.
public final class LabelBytes implements Comparable<LabelBytes> {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// So that it is not the same labels in each run that have the same hash.
  private static final long SALT = new SecureRandom().nextLong();

  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private byte[] array;
  private int from;
  private int to;
  private int hash;
  private boolean hashed;

  public LabelBytes(byte[] array) {
    this.array = array;
  }

  /// Moves to other bytes of the array.
  public LabelBytes at(int start, int end) {
    from = start;
    to = end;
    hashed = false;
    return this;
  }

  /// The same in an array of its own.
  LabelBytes copy() {
    var copy = new LabelBytes(Arrays.copyOfRange(array, from, to));
    copy.to = to - from;
    copy.hash = hashCode();
    copy.hashed = true;
    return copy;
  }

  /// Tells whether they are the bytes of an array.
  boolean are(byte[] other) {
    return Arrays.equals(array, from, to, other, 0, other.length);
  }

  /// What [#copy] has of its own.
  byte[] array() {
    return array;
  }

  int length() {
    return to - from;
  }

  private static int hash(byte[] array, int from, int to) {
    long mixed = SALT ^ (to - from);
    int place = from;
    for (; place + Long.BYTES <= to; place += Long.BYTES) {
      mixed = mix(mixed, (long) LONGS.get(array, place));
    }
    long rest = 0;
    for (; place < to; place++) {
      rest = rest << Byte.SIZE | (array[place] & 0xFF);
    }
    mixed = mix(mixed, rest);
    return (int) (mixed ^ mixed >>> 32);
  }

  private static long mix(long mixed, long next) {
    long product = (mixed ^ next) * FACTOR;
    return (product ^ product >>> 29) + SALT;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelBytes bytes
        && hashCode() == bytes.hashCode()
        && Arrays.equals(array, from, to, bytes.array, bytes.from, bytes.to);
  }

  @Override
  public int compareTo(LabelBytes other) {
    return Arrays.compare(array, from, to, other.array, other.from, other.to);
  }

  @Override
  public int hashCode() {
    if (!hashed) {
      hash = hash(array, from, to);
      hashed = true;
    }
    return hash;
  }
}
