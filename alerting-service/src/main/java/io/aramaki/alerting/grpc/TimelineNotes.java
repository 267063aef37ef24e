package io.aramaki.alerting.grpc;

import io.aramaki.alerting.domain.TimelineNote;
import io.aramaki.kit.grpc.Times;
import io.aramaki.kit.telemetry.TraceContext;
import io.aramaki.monitoring.v1.AppendEventsRequest;
import io.aramaki.monitoring.v1.TimelineEvent;
import io.aramaki.monitoring.v1.TimelineServiceGrpc;
import io.grpc.Channel;
import java.util.List;
import java.util.function.Consumer;

/// Appends notes to the timeline of monitoring.
public final class TimelineNotes implements Consumer<List<TimelineNote>> {
  /// The longest summary that the timeline takes, in characters.
  private static final int SUMMARY_MAX = 1_000;

  private final Channel monitoring;
  private final String organisation;

  /// @param organisation `orgs/{org}`
  public TimelineNotes(Channel monitoring, String organisation) {
    this.monitoring = monitoring;
    this.organisation = organisation;
  }

  @Override
  public void accept(List<TimelineNote> notes) {
    var request = AppendEventsRequest.newBuilder();
    notes.forEach(note -> request.addEvents(event(note)));
    var _ = TimelineServiceGrpc.newBlockingStub(monitoring).appendEvents(request.build());
  }

  private TimelineEvent event(TimelineNote note) {
    var summary = note.summary();
    return TimelineEvent.newBuilder()
        .setEventId(note.eventId())
        .setSystem(note.system())
        .setKind(note.notification() ? TimelineEvent.Kind.NOTIFICATION : TimelineEvent.Kind.ALERT)
        .setEventTime(Times.timestamp(note.when()))
        .setSummary(
            summary.length() > SUMMARY_MAX ? summary.substring(0, SUMMARY_MAX - 1) + "…" : summary)
        .setActor(note.actor())
        .setSubject(organisation + "/alerts/" + note.alertId())
        .setSeverity(note.severity())
        .setTrace(
            note.traceparent().isEmpty() ? "" : TraceContext.span(note.traceparent()).getTraceId())
        .build();
  }
}
