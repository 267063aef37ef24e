package io.aramaki.agent.check.plugin;

import java.nio.charset.StandardCharsets;

/// Makes text of whatever a process printed: valid UTF-8, no control characters but tab and
/// newline, cut at a code point.
public final class OutputText {
  private static final String MARK = " …[cut]";
  private static final int MARK_BYTES = MARK.getBytes(StandardCharsets.UTF_8).length;

  private OutputText() {}

  /// Reads bytes; what is no UTF-8 or a control character becomes U+FFFD.
  static String of(byte[] bytes, int length) {
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    var clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean newline = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if (!newline) {
        clean.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? '\ufffd' : c);
      }
    }
    return clean.toString();
  }

  /// Cuts text to a number of bytes in UTF-8, with a mark at its end if something is missing.
  public static String cut(String text, int maxBytes) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= maxBytes) {
      return text;
    }
    int end = Math.max(0, maxBytes - MARK_BYTES);
    while (end > 0 && (bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    String cut = new String(bytes, 0, end, StandardCharsets.UTF_8) + MARK;
    return maxBytes < MARK_BYTES ? "" : cut;
  }
}
