package io.aramaki.monitoring.domain.promql.token;

import io.aramaki.monitoring.domain.promql.value.QueryException;
import java.util.Locale;

/// Strings in quotes, with the escapes of Go, and in backquotes, without any.
public final class Quotes {
  private static final int INVALID = 0xfffd;

  private Quotes() {}

  static Token quoted(Scanner scan, int quote) {
    while (true) {
      int c = scan.next();
      if (c == quote) {
        return scan.emit(Kind.STRING);
      }
      if (c == Scanner.NONE || c == '\n') {
        throw wrong(scan, "unterminated quoted string");
      }
      checkValid(scan, c);
      if (c == '\\') {
        escape(scan, quote);
      }
    }
  }

  static Token raw(Scanner scan) {
    int c = scan.next();
    while (c != '`') {
      if (c == Scanner.NONE) {
        throw wrong(scan, "unterminated raw string");
      }
      checkValid(scan, c);
      c = scan.next();
    }
    return scan.emit(Kind.STRING);
  }

  private static void checkValid(Scanner scan, int c) {
    if (c == INVALID || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw wrong(scan, "invalid UTF-8 rune");
    }
  }

  private static void escape(Scanner scan, int quote) {
    int c = scan.next();
    if (c == quote || (c != Scanner.NONE && "abfnrtv\\".indexOf(c) >= 0)) {
      return;
    }
    if (c == Scanner.NONE) {
      throw wrong(scan, "escape sequence not terminated");
    }
    int length = hexLength(c);
    boolean octal = c >= '0' && c <= '7';
    if (length == 0 && !octal) {
      throw wrong(scan, "unknown escape sequence " + unicode(c));
    }
    if (octal) {
      scan.back();
    }
    long code = digits(scan, octal ? 3 : length, octal ? 8 : 16);
    if (code > (octal || length == 2 ? 0xff : Character.MAX_CODE_POINT) || isSurrogate(code)) {
      throw wrong(scan, "escape sequence is an invalid Unicode code point");
    }
  }

  private static long digits(Scanner scan, int count, int base) {
    long code = 0;
    for (int i = 0; i < count; i++) {
      int c = scan.next();
      if (c == Scanner.NONE) {
        throw wrong(scan, "escape sequence not terminated");
      }
      int digit = c < 0x80 ? Character.digit(c, base) : -1;
      if (digit < 0) {
        throw wrong(scan, "illegal character " + unicode(c) + " in escape sequence");
      }
      code = (code * base) + digit;
    }
    return code;
  }

  private static int hexLength(int c) {
    return switch (c) {
      case 'x' -> 2;
      case 'u' -> 4;
      case 'U' -> 8;
      default -> 0;
    };
  }

  private static boolean isSurrogate(long code) {
    return code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
  }

  private static String unicode(int c) {
    var code = String.format(Locale.ROOT, "U+%04X", c);
    return Character.isISOControl(c) ? code : code + " '" + Character.toString(c) + "'";
  }

  private static QueryException wrong(Scanner scan, String message) {
    return QueryException.parse(scan.text(), scan.start(), message);
  }

  /// The text that a token of a string stands for. The lexer has checked its escapes.
  public static String unquote(String token) {
    String inner = token.substring(1, token.length() - 1);
    if (token.charAt(0) == '`' || inner.indexOf('\\') < 0) {
      return inner;
    }
    var text = new StringBuilder();
    int at = 0;
    while (at < inner.length()) {
      char c = inner.charAt(at++);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escape = inner.charAt(at++);
      int length = hexLength(escape);
      if (length > 0) {
        text.appendCodePoint(Integer.parseInt(inner.substring(at, at + length), 16));
        at += length;
      } else if (escape >= '0' && escape <= '7') {
        text.appendCodePoint(Integer.parseInt(inner.substring(at - 1, at + 2), 8));
        at += 2;
      } else {
        text.append(simple(escape));
      }
    }
    return text.toString();
  }

  private static char simple(char escape) {
    return switch (escape) {
      case 'a' -> 0x07;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0b;
      default -> escape;
    };
  }
}
