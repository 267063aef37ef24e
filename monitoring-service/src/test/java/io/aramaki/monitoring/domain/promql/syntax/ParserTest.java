package io.aramaki.monitoring.domain.promql.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aramaki.monitoring.domain.promql.syntax.Expr.Binary;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Call;
import io.aramaki.monitoring.domain.promql.syntax.Expr.NumberLiteral;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Unary;
import io.aramaki.monitoring.domain.promql.syntax.Expr.VectorSelector;
import io.aramaki.monitoring.domain.promql.value.Limits;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.promql.value.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ParserTest {
  private static Expr parse(String query) {
    return Parser.parse(query, Limits.DEFAULT);
  }

  /// The operators of an expression as parentheses show them.
  private static String shape(Expr expr) {
    return switch (expr.bare()) {
      case Binary b -> "(" + shape(b.left()) + b.op().sign() + shape(b.right()) + ")";
      case Unary u -> "-" + shape(u.expr());
      case VectorSelector s -> s.name();
      case NumberLiteral n -> Texts.plain(n.value());
      default -> "?";
    };
  }

  @ParameterizedTest
  @CsvSource({
    "a + b * c, (a+(b*c))",
    "a - b - c, ((a-b)-c)",
    "a ^ b ^ c, (a^(b^c))",
    "-a ^ b, -(a^b)",
    "a ^ -b * c, ((a^-b)*c)",
    "a or b and c unless d, (aor((bandc)unlessd))",
    "a == b + c > d, ((a==(b+c))>d)",
    "a atan2 b % c, ((aatan2b)%c)",
    "--1 - -2, (1--2)"
  })
  void operators_ofSeveralKinds_bindByPrecedence(String query, String expected) {
    // When
    var expr = parse(query);

    // Then
    assertThat(shape(expr)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          ^^               | 1:1: parse error: no expression found in input
          sum(a b)         | 1:7: parse error: unexpected identifier "b" in aggregation
          a{b c}           | 1:5: parse error: unexpected identifier "c" in label matching, expected label matching operator
          sum by a         | 1:8: parse error: unexpected identifier "a" in grouping opts, expected "("
          a offset b       | 1:10: parse error: unexpected identifier "b" in offset, expected duration
          foo(a)           | 1:1: parse error: unknown function with name "foo"
          rate(a)          | 1:6: parse error: expected type range vector in call to function "rate", got instant vector
          abs(a,)          | 1:6: parse error: trailing commas not allowed in function call args
          {a=""}           | 1:1: parse error: vector selector must contain at least one non-empty matcher
          a{__name__="b"}  | 1:1: parse error: metric name must not be set twice: "a" or "b"
          1 == 2           | 1:3: parse error: comparisons between scalars must use BOOL modifier
          a[5m][5m]        | 1:6: parse error: ranges only allowed for vector selectors
          1 offset 5m      | 1:1: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery
          a{b=~"("}        | 1:3: parse error: error parsing regexp: missing closing ): `^(?:()$`
          """)
  void query_thatIsWrong_saysWhatAndWhere(String query, String message) {
    // When / Then
    assertThatExceptionOfType(QueryException.class)
        .isThrownBy(() -> parse(query))
        .withMessage(message)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(QueryException.Kind.BAD_DATA));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "-", "abs(", "sum(", "1+", "1^", "a[1m:1m] or "})
  void query_nestedTooDeeply_isRefused(String part) {
    // Given
    String query = part.repeat(5_000) + "1";

    // When / Then
    assertThatExceptionOfType(QueryException.class)
        .isThrownBy(() -> parse(query))
        .withMessageContaining("200 expressions in each other, which is the limit");
  }

  @Test
  void query_tooLong_isRefused() {
    // Given
    String query = "a".repeat(Limits.DEFAULT.queryLength() + 1);

    // When / Then
    assertThatExceptionOfType(QueryException.class)
        .isThrownBy(() -> parse(query))
        .withMessageContaining("at most 65536 are allowed");
  }

  @Test
  void selector_ofTheApi_isItsMatchers() {
    // When
    var matchers = Parser.parseSelector("up{job=~\"a.*\"}", Limits.DEFAULT);

    // Then
    assertThat(matchers).hasToString("[job=~\"a.*\", __name__=\"up\"]");
  }

  @Test
  void functions_allOfThem_haveAType() {
    // When
    var functions = Signature.all();

    // Then
    assertThat(functions).hasSize(70);
    assertThat(parse("pi()")).isInstanceOf(Call.class);
  }
}
