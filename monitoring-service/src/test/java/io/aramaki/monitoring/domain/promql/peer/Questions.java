package io.aramaki.monitoring.domain.promql.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What is asked: the queries of `queries.txt`, and some made from a seed, each at one time and
/// over a range.
public final class Questions {
  private static final String FILE = "queries.txt";

  /// Where a fresh value is: data begin, gaps, ends, and past the end.
  private static final long[] MINUTES = {3, 31, 64, 97, 122};

  private Questions() {}

  /// Queries of the list that Prometheus 2.42 fails to answer by a mistake of its own;
  /// `docs/promql.md` says which.
  public static List<String> known() {
    return List.of("(\"text\")");
  }

  /// The queries of the list.
  public static List<String> listed() {
    try (var in = Questions.class.getResourceAsStream(FILE)) {
      var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.startsWith("# ") || line.equals("# nothing"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Each query of the list at two times and over two ranges.
  public static List<Question> ofList() {
    var questions = new ArrayList<Question>();
    int turn = 0;
    for (String query : listed()) {
      questions.add(Question.at(query, minute(64)));
      questions.add(Question.at(query, minute(MINUTES[turn % MINUTES.length]) + 7_123));
      questions.add(new Question(query, minute(-2), minute(125), 60_000));
      questions.add(new Question(query, minute(20) + turn * 11L, minute(50), 13_700));
      turn++;
    }
    return questions;
  }

  /// As many queries from a seed, in turn at one time and over a range.
  public static List<Question> generated(long seed, int count) {
    var generator = new QueryGenerator(seed);
    var questions = new ArrayList<Question>();
    for (int i = 0; i < count; i++) {
      String query = generator.next();
      long time = minute(generator.below(125)) + generator.below(60_000);
      questions.add(
          i % 2 == 0
              ? Question.at(query, time)
              : new Question(
                  query,
                  time,
                  time + generator.below(40 * 60_000),
                  1_000L * (5 + generator.below(300))));
    }
    return questions;
  }

  private static long minute(long minutes) {
    return DataSet.START + minutes * 60_000;
  }
}
