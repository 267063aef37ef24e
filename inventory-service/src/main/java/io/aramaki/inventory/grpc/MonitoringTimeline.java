package io.aramaki.inventory.grpc;

import io.aramaki.inventory.domain.timeline.TimelineEntry;
import io.aramaki.inventory.domain.timeline.TimelineSink;
import io.aramaki.kit.grpc.Times;
import io.aramaki.monitoring.v1.AppendEventsRequest;
import io.aramaki.monitoring.v1.TimelineEvent;
import io.aramaki.monitoring.v1.TimelineServiceGrpc;
import io.grpc.Channel;
import java.util.List;

/// Appends entries to the timelines, which monitoring keeps.
public final class MonitoringTimeline implements TimelineSink {
  private final Channel monitoring;
  private final Names names;

  public MonitoringTimeline(Channel monitoring, Names names) {
    this.monitoring = monitoring;
    this.names = names;
  }

  @Override
  public void append(List<TimelineEntry> entries) {
    var request =
        AppendEventsRequest.newBuilder().addAllEvents(entries.stream().map(this::event).toList());
    var _ = TimelineServiceGrpc.newBlockingStub(monitoring).appendEvents(request.build());
  }

  private TimelineEvent event(TimelineEntry entry) {
    return TimelineEvent.newBuilder()
        .setEventId(entry.id())
        .setSystem(entry.system().in(names.org()))
        .setKind(kind(entry.kind()))
        .setEventTime(Times.timestamp(entry.time()))
        .setSummary(entry.summary())
        .setActor(entry.actor())
        .setSubject(entry.subject())
        .setSeverity(entry.severity())
        .setTrace(entry.trace())
        .build();
  }

  private static TimelineEvent.Kind kind(TimelineEntry.Kind kind) {
    return switch (kind) {
      case ACTION -> TimelineEvent.Kind.ACTION;
      case AGENT -> TimelineEvent.Kind.AGENT;
      case INVENTORY -> TimelineEvent.Kind.INVENTORY;
    };
  }
}
