package io.aramaki.inventory.grpc;

import io.aramaki.inventory.domain.timeline.TimelineEntry;
import io.aramaki.inventory.domain.timeline.TimelineSink;
import io.aramaki.monitoring.v1.AppendEventsRequest;
import io.aramaki.monitoring.v1.TimelineEvent;
import io.aramaki.monitoring.v1.TimelineServiceGrpc;
import io.grpc.Channel;
import java.util.List;

/// Appends entries to the timeline of monitoring.
///
/// @param org the organisation's id
public record TimelineAppender(Channel monitoring, String org) implements TimelineSink {
  @Override
  public void append(List<TimelineEntry> entries) {
    var request = AppendEventsRequest.newBuilder();
    entries.forEach(entry -> request.addEvents(map(entry)));
    var _ = TimelineServiceGrpc.newBlockingStub(monitoring).appendEvents(request.build());
  }

  private TimelineEvent map(TimelineEntry entry) {
    return TimelineEvent.newBuilder()
        .setEventId(entry.id())
        .setSystem(entry.system().in(org))
        .setKind(
            switch (entry.kind()) {
              case ACTION -> TimelineEvent.Kind.ACTION;
              case AGENT -> TimelineEvent.Kind.AGENT;
              case INVENTORY -> TimelineEvent.Kind.INVENTORY;
            })
        .setEventTime(Times.timestamp(entry.time()))
        .setSummary(entry.summary())
        .setActor(entry.actor())
        .setSubject(entry.subject())
        .setSeverity(entry.severity())
        .setTrace(entry.trace())
        .build();
  }
}
