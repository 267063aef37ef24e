package io.aramaki.monitoring.domain.promql.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.monitoring.domain.promql.peer.QueryGenerator;
import io.aramaki.monitoring.domain.promql.peer.Questions;
import io.aramaki.monitoring.domain.promql.value.Limits;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever stands in a query, the parser ends soon, with an expression or a typed error.
final class ParserFuzzTest {
  private static final long SEED = 7;
  private static final int ROUNDS = 20_000;
  private static final Duration MOST = Duration.ofSeconds(60);
  private static final String SIGNS = "(){}[],=!~<>+-*/%^@:\"'`\\#_. \n\t059aexz\u00e9\ufffd";

  private final Random random = new Random(SEED);

  /// Answers whether it is a query.
  private static boolean isQuery(String text) {
    try {
      Parser.parse(text, Limits.DEFAULT);
      return true;
    } catch (QueryException e) {
      assertThat(e.kind()).isEqualTo(QueryException.Kind.BAD_DATA);
      assertThat(e.getMessage()).isNotEmpty();
      return false;
    }
  }

  @Test
  void bytes_ofAnyKind_areAQueryOrATypedError() {
    // Given
    long begun = System.nanoTime();
    int queries = 0;

    // When
    for (int i = 0; i < ROUNDS; i++) {
      var bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      queries += isQuery(new String(bytes, StandardCharsets.UTF_8)) ? 1 : 0;
      queries += isQuery(new String(bytes, StandardCharsets.ISO_8859_1)) ? 1 : 0;
    }

    // Then
    assertThat(queries).isLessThan(ROUNDS);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(MOST);
  }

  @Test
  void queries_thatWereChanged_areAQueryOrATypedError() {
    // Given
    var generator = new QueryGenerator(SEED);
    List<String> listed = Questions.listed();
    long begun = System.nanoTime();
    int queries = 0;

    // When
    for (int i = 0; i < ROUNDS; i++) {
      var query = new StringBuilder(i % 2 == 0 ? generator.next() : listed.get(i % listed.size()));
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        change(query, listed);
      }
      queries += isQuery(query.toString()) ? 1 : 0;
    }

    // Then
    assertThat(queries).isBetween(ROUNDS / 100, ROUNDS);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(MOST);
  }

  private void change(StringBuilder query, List<String> listed) {
    int at = random.nextInt(query.length() + 1);
    int end = Math.min(query.length(), at + random.nextInt(6));
    switch (random.nextInt(5)) {
      case 0 -> query.delete(at, end);
      case 1 -> query.insert(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
      case 2 -> query.insert(at, query.substring(at, end));
      case 3 -> query.insert(at, listed.get(random.nextInt(listed.size())));
      default -> query.setLength(at);
    }
  }
}
