package io.aramaki.monitoring.domain.promql.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aramaki.monitoring.domain.promql.value.QueryException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LexerTest {
  private static List<Kind> kinds(String query) {
    var lexer = new Lexer(query);
    var kinds = new ArrayList<Kind>();
    for (var token = lexer.next(); !token.is(Kind.END); token = lexer.next()) {
      kinds.add(token.kind());
    }
    return kinds;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sum By(x)          | SUM BY LEFT_PAREN IDENTIFIER RIGHT_PAREN
          a:b c              | METRIC_IDENTIFIER IDENTIFIER
          x{sum=~`a`,b!~"c"} | IDENTIFIER LEFT_BRACE IDENTIFIER REGEX STRING COMMA IDENTIFIER NOT_REGEX STRING RIGHT_BRACE
          x[5m:1m]           | IDENTIFIER LEFT_BRACKET DURATION COLON DURATION RIGHT_BRACKET
          x[5m:]             | IDENTIFIER LEFT_BRACKET DURATION COLON RIGHT_BRACKET
          0x1F .5 1e-3 inF   | NUMBER NUMBER NUMBER NUMBER
          1h30m              | DURATION
          1!=2>=3<4          | NUMBER NOT_EQUAL NUMBER GREATER_EQUAL NUMBER LESS NUMBER
          a @ end() # b      | IDENTIFIER AT STOP LEFT_PAREN RIGHT_PAREN
          """)
  void query_wellFormed_isCutIntoTokens(String query, String expected) {
    // When
    var kinds = kinds(query);

    // Then
    assertThat(String.join(" ", kinds.stream().map(Kind::name).toList())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          (a      | 1:3: parse error: unclosed left parenthesis
          a)      | 1:3: parse error: unexpected right parenthesis ')'
          a{b     | 1:4: parse error: unexpected end of input inside braces
          a[5]    | 1:3: parse error: missing unit character in duration
          a[x]    | 1:3: parse error: bad duration syntax: ""
          a[5m    | 1:5: parse error: unclosed left bracket
          "a      | 1:1: parse error: unterminated quoted string
          1_0     | 1:1: parse error: bad number or duration syntax: "1"
          $       | 1:1: parse error: unexpected character: '$'
          a =~ b  | 1:3: parse error: unexpected character after '=': '~'
          """)
  void query_malformed_saysWhatAndWhere(String query, String message) {
    // When / Then
    assertThatExceptionOfType(QueryException.class)
        .isThrownBy(() -> kinds(query))
        .withMessage(message);
  }

  @Test
  void string_withEscapes_standsForItsText() {
    // Given
    String token = "\"\\t\\x41\\101\\u00e9\\U0001f600\\\"\"";

    // When
    String text = Quotes.unquote(new Lexer(token).next().text());

    // Then
    assertThat(text).isEqualTo("\tAA\u00e9\uD83D\uDE00\"");
  }

  @Test
  void durations_ofAllUnits_areMilliseconds() {
    // When
    long duration = Literals.duration("1y1w1d1h1m1s1ms");

    // Then
    assertThat(duration).isEqualTo(373L * 86_400_000 + 3_661_001);
  }
}
