package io.aramaki.monitoring.domain.promql.token;

import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.promql.value.Texts;

/// Cuts a query into tokens, one at a time. What a character means depends on the brackets it is
/// in.
public final class Lexer {
  private static final String DIGITS = "0123456789";

  private final Scanner scan;
  private int depth;
  private boolean inBraces;
  private boolean inBrackets;
  private boolean durationNext;
  private boolean colonSeen;

  public Lexer(String query) {
    this.scan = new Scanner(query);
  }

  /// The next token, at last [Kind#END].
  ///
  /// @throws QueryException at a character that cannot stand there
  public Token next() {
    if (durationNext) {
      durationNext = false;
      return bracketDuration();
    }
    while (true) {
      scan.skipSpaces();
      if (scan.peek() != '#') {
        break;
      }
      scan.skipLine();
    }
    return inBraces ? inBraces(scan.next()) : outside(scan.next());
  }

  private Token outside(int c) {
    if (c == Scanner.NONE) {
      if (depth != 0) {
        throw wrong("unclosed left parenthesis");
      }
      if (inBrackets) {
        throw wrong("unclosed left bracket");
      }
      return scan.emit(Kind.END);
    }
    if (Scanner.isDigit(c) || (c == '.' && Scanner.isDigit(scan.peek()))) {
      scan.back();
      return numberOrDuration(c);
    }
    if (Scanner.isAlpha(c) || c == ':') {
      return wordOrColon(c);
    }
    return switch (c) {
      case ',' -> scan.emit(Kind.COMMA);
      case '*' -> scan.emit(Kind.MULTIPLY);
      case '/' -> scan.emit(Kind.DIVIDE);
      case '%' -> scan.emit(Kind.MODULO);
      case '+' -> scan.emit(Kind.ADD);
      case '-' -> scan.emit(Kind.SUBTRACT);
      case '^' -> scan.emit(Kind.POWER);
      case '@' -> scan.emit(Kind.AT);
      case '=', '!', '<', '>' -> comparison(c);
      case '"', '\'' -> Quotes.quoted(scan, c);
      case '`' -> Quotes.raw(scan);
      case '(', ')', '{', '[', ']' -> bracket(c);
      default -> throw wrong("unexpected character: " + Texts.quote(c));
    };
  }

  private Token comparison(int c) {
    return switch (c) {
      case '=' -> {
        if (scan.peek() == '~') {
          throw wrong("unexpected character after '=': '~'");
        }
        yield scan.emit(scan.accept("=") ? Kind.EQUALS : Kind.EQUAL);
      }
      case '!' -> {
        int after = scan.next();
        if (after != '=') {
          throw wrong("unexpected character after '!': " + quote(after));
        }
        yield scan.emit(Kind.NOT_EQUAL);
      }
      case '<' -> scan.emit(scan.accept("=") ? Kind.LESS_EQUAL : Kind.LESS);
      default -> scan.emit(scan.accept("=") ? Kind.GREATER_EQUAL : Kind.GREATER);
    };
  }

  private Token bracket(int c) {
    return switch (c) {
      case '(' -> {
        depth++;
        yield scan.emit(Kind.LEFT_PAREN);
      }
      case ')' -> {
        depth--;
        if (depth < 0) {
          scan.emit(Kind.RIGHT_PAREN);
          throw wrong("unexpected right parenthesis ')'");
        }
        yield scan.emit(Kind.RIGHT_PAREN);
      }
      case '{' -> {
        inBraces = true;
        yield scan.emit(Kind.LEFT_BRACE);
      }
      case '[' -> {
        if (inBrackets) {
          throw wrong("unexpected left bracket '['");
        }
        inBrackets = true;
        durationNext = true;
        colonSeen = false;
        yield scan.emit(Kind.LEFT_BRACKET);
      }
      default -> {
        if (!inBrackets) {
          throw wrong("unexpected right bracket ']'");
        }
        inBrackets = false;
        yield scan.emit(Kind.RIGHT_BRACKET);
      }
    };
  }

  private Token inBraces(int c) {
    if (Scanner.isAlpha(c)) {
      while (Scanner.isWord(scan.peek())) {
        scan.next();
      }
      return scan.emit(Kind.IDENTIFIER);
    }
    return switch (c) {
      case Scanner.NONE -> throw wrong("unexpected end of input inside braces");
      case ',' -> scan.emit(Kind.COMMA);
      case '"', '\'' -> Quotes.quoted(scan, c);
      case '`' -> Quotes.raw(scan);
      case '=' -> scan.emit(scan.accept("~") ? Kind.REGEX : Kind.EQUAL);
      case '!' -> {
        int after = scan.next();
        yield switch (after) {
          case '~' -> scan.emit(Kind.NOT_REGEX);
          case '=' -> scan.emit(Kind.NOT_EQUAL);
          default -> throw wrong("unexpected character after '!' inside braces: " + quote(after));
        };
      }
      case '{' -> throw wrong("unexpected left brace '{'");
      case '}' -> {
        inBraces = false;
        yield scan.emit(Kind.RIGHT_BRACE);
      }
      default -> throw wrong("unexpected character inside braces: " + Texts.quote(c));
    };
  }

  private Token wordOrColon(int first) {
    if (inBrackets) {
      if (colonSeen) {
        throw wrong("unexpected colon " + Texts.quote(first));
      }
      colonSeen = true;
      return scan.emit(Kind.COLON);
    }
    while (Scanner.isWord(scan.peek()) || scan.peek() == ':') {
      scan.next();
    }
    String word = scan.pending();
    var known = Kind.ofWord(word);
    if (known != null) {
      return scan.emit(known);
    }
    return scan.emit(word.indexOf(':') < 0 ? Kind.IDENTIFIER : Kind.METRIC_IDENTIFIER);
  }

  private Token bracketDuration() {
    scan.skipSpaces();
    if (number(scan.peek())) {
      throw wrong("missing unit character in duration");
    }
    if (!restOfDuration()) {
      throw wrong("bad duration syntax: " + Texts.quote(scan.pending()));
    }
    scan.back();
    return scan.emit(Kind.DURATION);
  }

  private Token numberOrDuration(int first) {
    if (number(first)) {
      return scan.emit(Kind.NUMBER);
    }
    if (!restOfDuration()) {
      throw wrong("bad number or duration syntax: " + Texts.quote(scan.pending()));
    }
    scan.back();
    return scan.emit(Kind.DURATION);
  }

  /// Walks over what may be a number, and tells whether it ends there.
  private boolean number(int first) {
    boolean zero = first == '0' && scan.accept("0");
    String digits = zero && scan.accept("xX") ? DIGITS + "abcdefABCDEF" : DIGITS;
    scan.acceptAll(digits);
    if (scan.accept(".")) {
      scan.acceptAll(digits);
    }
    if (scan.accept("eE")) {
      scan.accept("+-");
      scan.acceptAll(DIGITS);
    }
    return !Scanner.isWord(scan.peek());
  }

  private boolean restOfDuration() {
    if (!scan.accept("smhdwy")) {
      return false;
    }
    scan.accept("s");
    while (scan.accept(DIGITS)) {
      scan.acceptAll(DIGITS);
      if (!scan.accept("smhdw")) {
        return false;
      }
      scan.accept("s");
    }
    return !Scanner.isWord(scan.next());
  }

  private static String quote(int c) {
    return c == Scanner.NONE ? "'\\ufffd'" : Texts.quote(c);
  }

  private QueryException wrong(String message) {
    return QueryException.parse(scan.text(), scan.start(), message);
  }
}
