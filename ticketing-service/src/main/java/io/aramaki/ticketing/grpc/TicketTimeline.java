package io.aramaki.ticketing.grpc;

import io.aramaki.kit.grpc.Times;
import io.aramaki.kit.telemetry.TraceContext;
import io.aramaki.monitoring.v1.AppendEventsRequest;
import io.aramaki.monitoring.v1.TimelineEvent;
import io.aramaki.monitoring.v1.TimelineServiceGrpc;
import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.domain.timeline.TimelineNote;
import io.grpc.Channel;
import java.util.function.Consumer;

/// Tells a system's timeline what waits in a link. When it returns, monitoring has it.
public final class TicketTimeline implements Consumer<Link> {
  private final Channel monitoring;
  private final TicketMapper mapper;

  /// @param organisation `orgs/{org}`
  public TicketTimeline(Channel monitoring, String organisation) {
    this.monitoring = monitoring;
    this.mapper = new TicketMapper(organisation);
  }

  /// @throws io.grpc.StatusRuntimeException if monitoring did not say that it has it
  @Override
  public void accept(Link link) {
    var request = AppendEventsRequest.newBuilder();
    link.untold().notes().forEach(note -> request.addEvents(event(link, note)));
    var _ = TimelineServiceGrpc.newBlockingStub(monitoring).appendEvents(request.build());
  }

  private TimelineEvent event(Link link, TimelineNote note) {
    var trace = note.traceparent();
    return TimelineEvent.newBuilder()
        .setEventId(note.id())
        .setSystem(note.system())
        .setKind(TimelineEvent.Kind.TICKET)
        .setEventTime(Times.timestamp(note.when()))
        .setSummary(note.words())
        .setSubject(mapper.name(link))
        .setSeverity(note.severity())
        .setTrace(trace.isEmpty() ? "" : TraceContext.span(trace).getTraceId())
        .build();
  }
}
