package io.aramaki.monitoring.grpc.session;

import io.aramaki.kit.name.ResourceName;
import io.aramaki.monitoring.domain.check.CheckResult;
import io.aramaki.monitoring.domain.check.Status;
import io.aramaki.monitoring.domain.observation.Goodbye;
import io.aramaki.monitoring.domain.observation.Observations;
import io.aramaki.monitoring.domain.observation.Observations.Rejected;
import io.aramaki.monitoring.domain.observation.ObservedEvent;
import io.aramaki.monitoring.domain.observation.SeriesBlock;
import io.aramaki.monitoring.grpc.message.Protos;
import io.aramaki.monitoring.v1.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads one content. An item that breaks a rule is left out and listed with its reason; the others
/// count.
final class ContentReader {
  private static final int SAMPLES_MAX = 10_000;
  private static final int LABELS_MAX = 32;
  private static final int LABEL_LENGTH_MAX = 512;
  private static final int METRIC_LENGTH_MAX = 200;
  private static final int OUTPUT_LENGTH_MAX = 64 << 10;
  private static final int SUMMARY_LENGTH_MAX = 1_000;
  private static final int TRACEPARENT_LENGTH_MAX = 64;
  private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private final List<Rejected> rejected = new ArrayList<>();

  Observations read(io.aramaki.monitoring.v1.Observations content) {
    var series = new ArrayList<SeriesBlock>();
    for (int i = 0; i < content.getSeriesCount(); i++) {
      @Nullable String wrong = wrong(content.getSeries(i));
      if (wrong == null) {
        series.add(block(content.getSeries(i)));
      } else {
        rejected.add(new Rejected("series[" + i + "]", "INVALID_SERIES", wrong));
      }
    }
    return new Observations(series, results(content), events(content), goodbye(content), rejected);
  }

  private static @Nullable String wrong(Series series) {
    if (series.getMetric().length() > METRIC_LENGTH_MAX
        || !METRIC.matcher(series.getMetric()).matches()) {
      return "metric \"" + series.getMetric() + "\" must match " + METRIC;
    }
    if (series.getValuesCount() != series.getTimeDeltasMsCount()
        || series.getValuesCount() > SAMPLES_MAX) {
      return "times and values must be equally many, at most "
          + SAMPLES_MAX
          + ", were "
          + series.getTimeDeltasMsCount()
          + " and "
          + series.getValuesCount();
    }
    return wrongLabels(series.getLabelsMap());
  }

  private static @Nullable String wrongLabels(Map<String, String> labels) {
    if (labels.size() > LABELS_MAX) {
      return "a series has at most " + LABELS_MAX + " labels, was " + labels.size();
    }
    for (Map.Entry<String, String> label : labels.entrySet()) {
      String name = label.getKey();
      if (name.equals("agent") || name.equals("system")) {
        return "label \"" + name + "\" is set by monitoring: leave it out";
      }
      if (name.length() > LABEL_LENGTH_MAX
          || label.getValue().length() > LABEL_LENGTH_MAX
          || !LABEL.matcher(name).matches()) {
        return "label \"" + name + "\" must match " + LABEL + " and be at most " + LABEL_LENGTH_MAX;
      }
    }
    return null;
  }

  private static SeriesBlock block(Series series) {
    int size = series.getValuesCount();
    var times = new long[size];
    var values = new double[size];
    long time = 0;
    for (int i = 0; i < size; i++) {
      time += series.getTimeDeltasMs(i);
      times[i] = time;
      values[i] = series.getValues(i);
    }
    return new SeriesBlock(
        series.getSystem(),
        series.getMetric(),
        series.getLabelsMap(),
        series.getUnit(),
        times,
        values);
  }

  private List<CheckResult> results(io.aramaki.monitoring.v1.Observations content) {
    var results = new ArrayList<CheckResult>();
    for (int i = 0; i < content.getResultsCount(); i++) {
      io.aramaki.monitoring.v1.CheckResult result = content.getResults(i);
      Status status = Protos.status(result.getStatus());
      if (status == Status.NONE) {
        rejected.add(new Rejected("results[" + i + "]", "INVALID_RESULT", "status must be set"));
      } else if (!isCheck(result.getCheck())) {
        rejected.add(
            new Rejected(
                "results[" + i + "]", "INVALID_RESULT", "check must be orgs/{org}/checks/{check}"));
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
              kind.substring(0, Math.min(kind.length(), LABEL_LENGTH_MAX)),
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
