package io.aramaki.gateway.domain.query;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Text that grows, in the bytes in which it is sent: answers are long and mostly digits.
public final class Utf8 {
  private static final int FIRST_BYTES = 1 << 10;
  private static final int DIGITS_MAX = 20;
  private static final int ASCII_MAX = 0x7F;

  private static final int PAIRS = 100;
  private static final int DIGITS_LONG = 19;
  private static final long[] POWERS = new long[DIGITS_LONG];
  private static final byte[] TENS = new byte[PAIRS];
  private static final byte[] ONES = new byte[PAIRS];

  static {
    for (int i = 0; i < PAIRS; i++) {
      TENS[i] = (byte) ('0' + i / 10);
      ONES[i] = (byte) ('0' + i % 10);
    }
    POWERS[0] = 1;
    for (int i = 1; i < DIGITS_LONG; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private byte[] bytes = new byte[FIRST_BYTES];
  private int size;

  /// How many bytes it has.
  public int size() {
    return size;
  }

  /// Appends a character of ASCII.
  Utf8 ascii(char one) {
    if (size == bytes.length) {
      grow(1);
    }
    bytes[size++] = (byte) one;
    return this;
  }

  /// Appends a text.
  public Utf8 text(String text) {
    int length = text.length();
    if (bytes.length - size < length) {
      grow(length);
    }
    for (int i = 0; i < length; i++) {
      char one = text.charAt(i);
      if (one > ASCII_MAX) {
        return beyond(text.substring(i));
      }
      bytes[size++] = (byte) one;
    }
    return this;
  }

  private Utf8 beyond(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length - size < encoded.length) {
      grow(encoded.length);
    }
    System.arraycopy(encoded, 0, bytes, size, encoded.length);
    size += encoded.length;
    return this;
  }

  /// Appends a number in decimal.
  ///
  /// @param number not negative
  /// @param digits how many it has at least; zeros come before it
  Utf8 digits(long number, int digits) {
    if (bytes.length - size < DIGITS_MAX) {
      grow(DIGITS_MAX);
    }
    int end = size + Math.max(digits, length(number));
    int at = end;
    long rest = number;
    while (rest >= PAIRS) {
      long hundredth = rest / PAIRS;
      at = pair((int) (rest - hundredth * PAIRS), at);
      rest = hundredth;
    }
    if (rest >= 10) {
      at = pair((int) rest, at);
    } else if (at > size) {
      bytes[--at] = (byte) ('0' + rest);
    }
    Arrays.fill(bytes, size, at, (byte) '0');
    size = end;
    return this;
  }

  /// Two digits at a time: half the divisions.
  private int pair(int number, int end) {
    bytes[end - 2] = TENS[number];
    bytes[end - 1] = ONES[number];
    return end - 2;
  }

  /// How many digits a number has: by its bits, of which each is worth 1,233 / 4,096 digits, which
  /// may be one too many.
  private static int length(long number) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(number | 1);
    int about = (bits * 1_233) >> 12;
    return about + (number >= POWERS[about] ? 1 : 0);
  }

  private void grow(int more) {
    bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
  }

  /// What was appended since the last time.
  public byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, size);
    size = 0;
    return taken;
  }

  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }
}
