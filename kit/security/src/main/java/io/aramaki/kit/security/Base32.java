package io.aramaki.kit.security;

/// RFC 4648 base32 in lower case without padding; the alphabet has no 0, 1, 8 and 9, so a written
/// id is hard to misread.
final class Base32 {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int BITS = 5;

  private Base32() {}

  static String encode(byte[] bytes) {
    var text = new StringBuilder((bytes.length * 8 + BITS - 1) / BITS);
    int buffer = 0;
    int held = 0;
    for (byte b : bytes) {
      buffer = (buffer << 8) | (b & 0xff);
      held += 8;
      while (held >= BITS) {
        held -= BITS;
        text.append(ALPHABET.charAt((buffer >> held) & 31));
      }
    }
    if (held > 0) {
      text.append(ALPHABET.charAt((buffer << (BITS - held)) & 31));
    }
    return text.toString();
  }

  /// Answers the bytes of a text that [#encode(byte\[\])] made.
  ///
  /// @throws IllegalArgumentException on another character, and on bits left over that are not zero
  static byte[] decode(String text) {
    var bytes = new byte[text.length() * BITS / 8];
    int buffer = 0;
    int held = 0;
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      int value = ALPHABET.indexOf(text.charAt(i));
      if (value < 0) {
        throw new IllegalArgumentException("character " + (i + 1) + " is not one of " + ALPHABET);
      }
      buffer = (buffer << BITS) | value;
      held += BITS;
      if (held >= 8) {
        held -= 8;
        bytes[at++] = (byte) (buffer >> held);
      }
      buffer &= (1 << held) - 1;
    }
    if (held >= BITS || buffer != 0) {
      throw new IllegalArgumentException("the last character carries bits that belong to no byte");
    }
    return bytes;
  }
}
