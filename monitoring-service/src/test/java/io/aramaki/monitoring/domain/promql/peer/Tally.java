package io.aramaki.monitoring.domain.promql.peer;

import java.util.ArrayList;
import java.util.List;

/// How many answers are equal and how many differ.
public final class Tally {
  /// What the door of Prometheus writes before errors of instant queries.
  private static final String PREFIX = "invalid parameter \"query\": ";

  private final List<String> differences = new ArrayList<>();
  private int equal;
  private int known;
  private int failed;
  private int sameText;
  private int empty;

  /// Compares two answers to a question.
  public void count(Question question, Answer expected, Answer actual) {
    var difference = expected.difference(actual, question.isOrdered());
    if (difference.isEmpty()) {
      equal++;
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
