package io.aramaki.gateway.grpc.page;

import io.aramaki.gateway.domain.chart.SeriesView;
import io.aramaki.gateway.domain.chart.Sparkline;
import io.aramaki.gateway.domain.status.Badness;
import io.aramaki.gateway.domain.view.AgentView;
import io.aramaki.gateway.domain.view.CheckView;
import io.aramaki.gateway.domain.view.EventView;
import io.aramaki.monitoring.v1.AgentStatus;
import io.aramaki.monitoring.v1.Check;
import io.aramaki.monitoring.v1.CheckState;
import io.aramaki.monitoring.v1.SampledSeries;
import io.aramaki.monitoring.v1.TimelineEvent;
import io.aramaki.type.v1.CheckStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Monitoring's messages as plain values.
final class MonitoringViews {
  /// What a definition without a number means, by the contract of `Check`.
  private static final int ATTEMPTS_DEFAULT = 3;

  private MonitoringViews() {}

  static Badness badness(CheckStatus status) {
    return switch (status) {
      case OK -> Badness.OK;
      case WARNING -> Badness.WARNING;
      case CRITICAL -> Badness.CRITICAL;
      case UNKNOWN -> Badness.UNKNOWN;
      case CHECK_STATUS_UNSPECIFIED, UNRECOGNIZED -> Badness.NONE;
    };
  }

  /// @param definition what is known of the check beside its state; null if it could not be read
  static CheckView check(CheckState state, @Nullable Check definition) {
    int attempts = 0;
    if (definition != null) {
      attempts =
          definition.getMaxCheckAttempts() == 0
              ? ATTEMPTS_DEFAULT
              : definition.getMaxCheckAttempts();
    }
    return new CheckView(
        state.getCheck(),
        state.getSystem(),
        state.getAgent(),
        badness(state.getState()),
        state.getHardness() == CheckState.Hardness.HARD,
        state.getAttempt(),
        attempts,
        state.getOccurrences(),
        state.getOutput(),
        definition == null ? "" : definition.getDescription(),
        Times.of(state.hasObserveTime(), state.getObserveTime()),
        Times.of(state.hasChangeTime(), state.getChangeTime()));
  }

  static EventView event(TimelineEvent event) {
    return new EventView(
        event.getEventId(),
        event.getSystem(),
        event.getKind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        Times.of(event.hasEventTime(), event.getEventTime()),
        event.getSummary(),
        event.getDetail(),
        event.getActor(),
        event.getSubject(),
        event.getSeverity());
  }

  static AgentView.Status agent(AgentStatus status) {
    return new AgentView.Status(
        status.getConnected(),
        status.getStopped(),
        Times.of(status.hasLastSeenTime(), status.getLastSeenTime()),
        Times.of(status.hasLastAckTime(), status.getLastAckTime()),
        Integer.toUnsignedLong(status.getSpoolRecords()),
        status.getSpoolBytes(),
        Times.of(status.hasOldestUnacknowledgedAge(), status.getOldestUnacknowledgedAge()),
        status.getAgentVersion(),
        status.getRefusedBatches());
  }

  /// A series as its newest sample; one without samples is no series.
  static List<SeriesView> latest(SampledSeries series) {
    int last = Math.min(series.getTimesMsCount(), series.getValuesCount()) - 1;
    return last < 0
        ? List.of()
        : List.of(
            new SeriesView(
                series.getMetric(),
                series.getLabelsMap(),
                series.getUnit(),
                series.getValues(last),
                Instant.ofEpochMilli(series.getTimesMs(last)),
                List.of()));
  }

  static List<Sparkline.Point> points(SampledSeries series) {
    int count = Math.min(series.getTimesMsCount(), series.getValuesCount());
    var points = new ArrayList<Sparkline.Point>(count);
    for (int i = 0; i < count; i++) {
      points.add(new Sparkline.Point(series.getTimesMs(i), series.getValues(i)));
    }
    return points;
  }
}
