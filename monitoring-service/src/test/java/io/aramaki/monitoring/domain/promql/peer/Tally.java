package io.aramaki.monitoring.domain.promql.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// How many answers are equal and how many differ.
public final class Tally {
  /// What the door of Prometheus writes before errors of instant queries.
  private static final String PREFIX = "invalid parameter \"query\": ";

  private final List<String> differences = new ArrayList<>();
  private int equal;
  private int unsteady;
  private int known;
  private int failed;
  private int sameText;
  private int empty;

  /// Compares two answers to a question.
  ///
  /// @param again other answers of the same server: it adds up series in the order of hash maps, so
  ///   the last bits of a sum change from one time to another, and differences may make much of
  ///   them
  public void count(
      Question question, Answer expected, Answer actual, Supplier<Stream<Answer>> again) {
    var difference = expected.difference(actual, question.isOrdered());
    if (difference.isEmpty()) {
      equal++;
    } else if (again.get().anyMatch(a -> a.difference(actual, question.isOrdered()).isEmpty())) {
      unsteady++;
    } else if (Questions.known().contains(question.query())) {
      known++;
    } else {
      differences.add(question + ": " + difference.get());
    }
    if (!expected.errorType().isEmpty()) {
      failed++;
      sameText += withoutPrefix(expected).equals(withoutPrefix(actual)) ? 1 : 0;
    } else if (expected.series().isEmpty()) {
      empty++;
    }
  }

  private static String withoutPrefix(Answer answer) {
    return answer.error().startsWith(PREFIX)
        ? answer.error().substring(PREFIX.length())
        : answer.error();
  }

  /// What differs and how.
  public List<String> differences() {
    return List.copyOf(differences);
  }

  @Override
  public String toString() {
    return equal
        + " equal, "
        + differences.size()
        + " differing, "
        + unsteady
        + " as another answer of Prometheus to the same, "
        + known
        + " known to differ; "
        + failed
        + " are errors, "
        + sameText
        + " of them with the same text, and "
        + empty
        + " are empty";
  }
}
