package io.aramaki.monitoring.domain.promql.syntax;

import io.aramaki.monitoring.domain.promql.token.Kind;
import io.aramaki.monitoring.domain.promql.token.Lexer;
import io.aramaki.monitoring.domain.promql.token.Token;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import org.jspecify.annotations.Nullable;

/// The tokens of a query, of which one is looked at ahead.
final class Tokens {
  private final String query;
  private final Lexer lexer;
  private @Nullable Token ahead;

  Tokens(String query) {
    this.query = query;
    this.lexer = new Lexer(query);
  }

  Token peek() {
    @Nullable Token token = ahead;
    if (token == null) {
      token = lexer.next();
      ahead = token;
    }
    return token;
  }

  boolean at(Kind kind) {
    return peek().is(kind);
  }

  Token next() {
    var token = peek();
    ahead = null;
    return token;
  }

  /// Takes the next token if it is of a kind.
  boolean take(Kind kind) {
    if (at(kind)) {
      next();
      return true;
    }
    return false;
  }

  /// Says that the next token cannot stand where it does.
  ///
  /// @param context what it stands in, empty if nothing special
  /// @param expected what could stand there, empty if much could
  QueryException unexpected(String context, String expected) {
    var token = peek();
    return wrong(
        token.start(),
        "unexpected "
            + token.description()
            + (context.isEmpty() ? "" : " in " + context)
            + (expected.isEmpty() ? "" : ", expected " + expected));
  }

  QueryException wrong(int position, String message) {
    return QueryException.parse(query, position, message);
  }
}
