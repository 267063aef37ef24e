package io.aramaki.monitoring.grpc.content;

import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.kit.name.ResourceName;
import io.aramaki.monitoring.domain.check.CheckResult;
import io.aramaki.monitoring.domain.check.Status;
import io.aramaki.monitoring.domain.observation.Goodbye;
import io.aramaki.monitoring.domain.observation.Observations;
import io.aramaki.monitoring.domain.observation.Observations.Rejected;
import io.aramaki.monitoring.domain.observation.ObservedEvent;
import io.aramaki.monitoring.domain.series.SeriesBlock;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.series.SeriesRules;
import io.aramaki.monitoring.domain.series.SeriesSet;
import io.aramaki.monitoring.grpc.message.Protos;
import io.aramaki.monitoring.v1.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads one content. An item that breaks a rule is left out and listed with its reason; the others
/// count.
final class ContentReader {
  private static final int SAMPLES_MAX = 10_000;
  private static final int SERIES_EXPECTED_MAX = 2_000;
  private static final int OUTPUT_LENGTH_MAX = 64 << 10;
  private static final int KIND_LENGTH_MAX = 512;
  private static final int SUMMARY_LENGTH_MAX = 1_000;
  private static final int TRACEPARENT_LENGTH_MAX = 64;

  private final String agent;
  private final List<SeriesBlock> series;
  private final List<Rejected> rejected = new ArrayList<>();
  private Optional<SeriesSet> names = Optional.empty();

  /// @param agent whose content it is
  /// @param samples how many it is said to have
  ContentReader(String agent, long samples) {
    this.agent = agent;
    this.series = new ArrayList<>(Math.clamp(samples, 0, SERIES_EXPECTED_MAX));
  }

  /// Reads samples of format 2; the message beside them is read afterwards.
  ///
  /// @param inherited the series of the batch that it names
  /// @param own the series that it names itself
  void read(BatchContent content, NamedSeries inherited, NamedSeries own) {
    if (!own.series().isEmpty() && !own.set().isEmpty()) {
      names = Optional.of(new SeriesSet(own.set(), content.own()));
    }
    int first = inherited.series().size();
    var wrong = new TreeMap<Integer, String>();
    content.samples(
        first,
        (number, times, values, from, count) -> {
          NamedSeries.Entry entry =
              number < first ? inherited.series().get(number) : own.series().get(number - first);
          if (entry.wrong().isEmpty()) {
            series.add(
                new SeriesBlock(
                    entry.key(),
                    entry.unit(),
                    Arrays.copyOf(times, count),
                    Arrays.copyOfRange(values, from, from + count)));
          } else {
            wrong.put(number, entry.wrong());
          }
        });
    wrong.forEach((number, why) -> reject("series[" + number + "]", "INVALID_SERIES", why));
  }

  Observations read(io.aramaki.monitoring.v1.Observations content) {
    for (int i = 0; i < content.getSeriesCount(); i++) {
      Series one = content.getSeries(i);
      Optional<String> wrong = wrong(one);
      if (wrong.isPresent()) {
        reject("series[" + i + "]", "INVALID_SERIES", wrong.get());
      } else {
        series.add(block(one));
      }
    }
    return new Observations(
        names, series, results(content), events(content), goodbye(content), rejected);
  }

  private void reject(String item, String reason, String message) {
    rejected.add(new Rejected(item, reason, message));
  }

  private static Optional<String> wrong(Series series) {
    if (series.getValuesCount() != series.getTimeDeltasMsCount()
        || series.getValuesCount() > SAMPLES_MAX) {
      return Optional.of(
          "times and values must be equally many, at most "
              + SAMPLES_MAX
              + ", were "
              + series.getTimeDeltasMsCount()
              + " and "
              + series.getValuesCount());
    }
    return SeriesRules.wrong(series.getMetric(), series.getLabelsMap());
  }

  private SeriesBlock block(Series series) {
    int size = series.getValuesCount();
    var times = new long[size];
    var values = new double[size];
    long time = 0;
    for (int i = 0; i < size; i++) {
      time += series.getTimeDeltasMs(i);
      times[i] = time;
      values[i] = series.getValues(i);
    }
    var key = SeriesKey.of(series.getSystem(), series.getMetric(), series.getLabelsMap(), agent);
    return new SeriesBlock(key, series.getUnit(), times, values);
  }

  private List<CheckResult> results(io.aramaki.monitoring.v1.Observations content) {
    var results = new ArrayList<CheckResult>();
    for (int i = 0; i < content.getResultsCount(); i++) {
      io.aramaki.monitoring.v1.CheckResult result = content.getResults(i);
      Status status = Protos.status(result.getStatus());
      if (status == Status.NONE) {
        reject("results[" + i + "]", "INVALID_RESULT", "status must be set");
      } else if (!isCheck(result.getCheck())) {
        reject("results[" + i + "]", "INVALID_RESULT", "check must be orgs/{org}/checks/{check}");
      } else {
        results.add(result(result, status));
      }
    }
    return results;
  }

  private static boolean isCheck(String name) {
    try {
      return ResourceName.parse(name).isIn("checks");
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static CheckResult result(io.aramaki.monitoring.v1.CheckResult result, Status status) {
    String output = result.getOutput();
    String traceparent = result.getTraceparent();
    return new CheckResult(
        result.getSystem(),
        result.getCheck(),
        status,
        output.length() > OUTPUT_LENGTH_MAX ? output.substring(0, OUTPUT_LENGTH_MAX) : output,
        Protos.instant(result.getObserveTime()),
        Protos.span(result.getExecutionDuration()),
        traceparent.length() > TRACEPARENT_LENGTH_MAX ? "" : traceparent,
        result.getDefinitionVersion());
  }

  private static List<ObservedEvent> events(io.aramaki.monitoring.v1.Observations content) {
    var events = new ArrayList<ObservedEvent>();
    for (io.aramaki.monitoring.v1.ObservedEvent event : content.getEventsList()) {
      String kind = event.getKind();
      String summary = event.getSummary();
      events.add(
          new ObservedEvent(
              event.getSystem(),
              kind.substring(0, Math.min(kind.length(), KIND_LENGTH_MAX)),
              summary.substring(0, Math.min(summary.length(), SUMMARY_LENGTH_MAX)),
              Protos.instant(event.getObserveTime())));
    }
    return events;
  }

  private static @Nullable Goodbye goodbye(io.aramaki.monitoring.v1.Observations content) {
    return content.hasGoodbye()
        ? new Goodbye(
            content.getGoodbye().getReason(),
            Protos.span(content.getGoodbye().getExpectedAbsence()))
        : null;
  }
}
