package io.aramaki.monitoring.domain.promql;

import io.aramaki.monitoring.domain.promql.eval.Settings;
import io.aramaki.monitoring.domain.promql.peer.Answer;
import io.aramaki.monitoring.domain.promql.peer.Answer.Line;
import io.aramaki.monitoring.domain.promql.peer.PeerSeries;
import io.aramaki.monitoring.domain.promql.peer.Question;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.promql.value.QueryResult;
import io.aramaki.monitoring.domain.promql.value.Series;
import io.aramaki.monitoring.domain.promql.value.Texts;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What our engine answers over a data set, in the form of the HTTP API.
final class EngineAnswers {
  private final PromqlEngine engine;

  EngineAnswers(List<PeerSeries> data) {
    var source = new MemorySource();
    data.forEach(one -> source.add(series(one)));
    engine = new PromqlEngine(source, Settings.DEFAULT, System::nanoTime);
  }

  private static Series series(PeerSeries one) {
    var times = one.samples().keySet().stream().mapToLong(Long::longValue).toArray();
    var values = one.samples().values().stream().mapToDouble(Double::doubleValue).toArray();
    return new Series(Labels.of(one.labels()), times, values, times.length);
  }

  Answer ask(Question question) {
    try {
      QueryResult result =
          question.isInstant()
              ? engine.instant(question.query(), question.start(), () -> false)
              : engine.range(
                  question.query(), question.start(), question.end(), question.step(), () -> false);
      return answer(result);
    } catch (QueryException e) {
      return Answer.failed(e.kind().type(), String.valueOf(e.getMessage()));
    }
  }

  private static Answer answer(QueryResult result) {
    return switch (result) {
      case QueryResult.Scalar(long time, double value) ->
          new Answer("", "", "scalar", List.of(line(Labels.EMPTY, time, Texts.plain(value))));
      case QueryResult.Text(long time, String value) ->
          new Answer("", "", "string", List.of(line(Labels.EMPTY, time, value)));
      case QueryResult.Vector(var samples) ->
          new Answer(
              "",
              "",
              "vector",
              samples.stream()
                  .map(s -> line(s.labels(), s.time(), Texts.plain(s.value())))
                  .toList());
      case QueryResult.Matrix(var series) ->
          new Answer("", "", "matrix", series.stream().map(EngineAnswers::line).toList());
    };
  }

  private static Line line(Labels labels, long time, String value) {
    return new Line(new TreeMap<>(labels.asMap()), new TreeMap<>(Map.of(time, value)));
  }

  private static Line line(Series series) {
    SortedMap<Long, String> values = new TreeMap<>();
    for (int i = 0; i < series.size(); i++) {
      values.put(series.times()[i], Texts.plain(series.values()[i]));
    }
    return new Line(new TreeMap<>(series.labels().asMap()), values);
  }
}
