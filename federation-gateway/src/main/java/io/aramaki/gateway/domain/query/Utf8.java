package io.aramaki.gateway.domain.query;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Text that grows, in the bytes in which it is sent: answers are long and mostly digits.
public final class Utf8 {
  private static final int FIRST_BYTES = 1 << 10;
  private static final int DIGITS_MAX = 20;
  private static final int ASCII_MAX = 0x7F;

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
    int length = Math.max(digits, length(number));
    long rest = number;
    for (int at = size + length - 1; at >= size; at--) {
      long tenth = rest / 10;
      bytes[at] = (byte) ('0' + (rest - tenth * 10));
      rest = tenth;
    }
    size += length;
    return this;
  }

  private static int length(long number) {
    int length = 1;
    for (long power = 10; length < DIGITS_MAX - 1 && number >= power; power *= 10) {
      length++;
    }
    return length;
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
