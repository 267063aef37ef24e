package io.aramaki.monitoring.domain.index;

import io.aramaki.monitoring.domain.promql.select.Matcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Finds the series that all matchers match, in one part of the index after the other.
///
/// It goes through the shortest of the lists of series that some matcher allows, and looks there at
/// the symbols of the other labels. A regular expression is tried on each value of its label once,
/// never on each series.
final class Search {
  /// Of so many texts it is remembered from part to part whether a matcher matches them.
  private static final int TEXTS_MAX = 10_000;

  private final List<Question> questions;

  Search(Collection<Matcher> matchers) {
    questions = matchers.stream().map(Question::new).toList();
  }

  /// A matcher, and what it said.
  private static final class Question {
    private final Matcher matcher;
    private final boolean absent;
    private final Map<String, Boolean> answers = new HashMap<>();

    Question(Matcher matcher) {
      this.matcher = matcher;
      this.absent = matcher.matches("");
    }

    boolean isOneValue() {
      return matcher.op() == Matcher.Op.EQUAL && !absent;
    }

    boolean matches(String text) {
      @Nullable Boolean known = answers.get(text);
      if (known == null) {
        known = matcher.matches(text);
        if (answers.size() < TEXTS_MAX) {
          answers.put(text, known);
        }
      }
      return known;
    }
  }

  /// A question, put to one part.
  private static final class Asked {
    private static final byte YES = 1;
    private static final byte NO = 2;

    private final Shelf shelf;
    private final Question question;
    private final int name;
    private final int only;
    private final byte[] bySymbol;

    Asked(Shelf shelf, Question question) {
      this.shelf = shelf;
      this.question = question;
      this.name = shelf.symbols().find(question.matcher.name());
      boolean isOne = question.isOneValue();
      this.only = isOne ? shelf.symbols().find(question.matcher.value()) : Symbols.NONE;
      this.bySymbol = new byte[isOne ? 0 : shelf.symbols().size()];
    }

    boolean matchesSymbol(int value) {
      if (bySymbol.length == 0) {
        return value == only;
      }
      if (bySymbol[value] == 0) {
        bySymbol[value] = question.matches(shelf.symbols().text(value)) ? YES : NO;
      }
      return bySymbol[value] == YES;
    }

    boolean matches(int series) {
      return matchesSymbol(name == Symbols.NONE ? Symbols.EMPTY : shelf.valueOf(series, name));
    }
  }

  /// Lists of which each series is in one at most.
  private record Lists(List<IdList> lists, long size) {}

  /// Shows the numbers of the series of a part, in no order.
  void in(Shelf shelf, IntConsumer into) {
    List<Asked> asked = questions.stream().map(one -> new Asked(shelf, one)).toList();
    var best = new Lists(List.of(), Long.MAX_VALUE);
    for (Asked one : asked) {
      Lists allowed = one.question.absent ? best : allowed(shelf, one, best.size());
      best = allowed.size() < best.size() ? allowed : best;
    }
    IntConsumer look =
        series -> {
          if (!shelf.rows().isRemoved(series)
              && asked.stream().allMatch(one -> one.matches(series))) {
            into.accept(series);
          }
        };
    if (best.size() == Long.MAX_VALUE) {
      for (int series = 0; series < shelf.rows().size(); series++) {
        look.accept(series);
      }
    } else {
      best.lists().forEach(list -> list.each(look));
    }
  }

  /// The series that one matcher allows, unless to find out takes longer than `most` series.
  private static Lists allowed(Shelf shelf, Asked asked, long most) {
    @Nullable LabelValues values = shelf.valuesOf(asked.question.matcher.name());
    var lists = new ArrayList<IdList>();
    long size = 0;
    if (values != null && asked.question.isOneValue()) {
      @Nullable IdList list = values.find(shelf.symbols().find(asked.question.matcher.value()));
      size = list == null ? 0 : list.size();
      lists.addAll(list == null ? List.of() : List.of(list));
    } else if (values != null && values.size() >= most) {
      size = Long.MAX_VALUE;
    } else if (values != null) {
      for (int i = 0; i < values.size(); i++) {
        if (asked.matchesSymbol(values.value(i))) {
          lists.add(values.list(i));
          size += values.list(i).size();
        }
      }
    }
    return new Lists(lists, size);
  }
}
