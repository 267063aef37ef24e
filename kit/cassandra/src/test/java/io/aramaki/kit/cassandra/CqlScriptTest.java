package io.aramaki.kit.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class CqlScriptTest {
  @Test
  void statements_lastWithoutSemicolon_isRefused() {
    assertThatThrownBy(() -> CqlScript.statements("0001_x.cql", "CREATE TABLE a;\nCREATE TABLE b"))
        .hasMessageContaining("0001_x.cql")
        .hasMessageContaining("CREATE TABLE b");
  }

  @Test
  void statements_openQuote_isRefused() {
    assertThatThrownBy(() -> CqlScript.statements("0001_x.cql", "INSERT 'a;"))
        .hasMessageContaining("a quote is not closed");
  }

  @Test
  void statements_openComment_isRefused() {
    assertThatThrownBy(() -> CqlScript.statements("0001_x.cql", "/* a;"))
        .hasMessageContaining("a comment is not closed");
  }

  @Test
  void statements_semicolonsInQuotesAndComments_doNotCut() {
    // Given
    var text =
        """
        -- first; line
        CREATE TABLE a (b text) WITH comment = 'x; it''s -- no comment';
        // second; line
        /* a; block
           of two lines */
        CREATE TABLE "c;d" (e text);
        ;
        """;

    // When
    var statements = CqlScript.statements("0001_x.cql", text);

    // Then
    assertThat(statements)
        .containsExactly(
            "CREATE TABLE a (b text) WITH comment = 'x; it''s -- no comment'",
            "CREATE TABLE \"c;d\" (e text)");
  }
}
