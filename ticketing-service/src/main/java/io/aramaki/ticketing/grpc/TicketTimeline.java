package io.aramaki.ticketing.grpc;

import io.aramaki.kit.grpc.Times;
import io.aramaki.kit.telemetry.TraceContext;
import io.aramaki.monitoring.v1.AppendEventsRequest;
import io.aramaki.monitoring.v1.TimelineEvent;
import io.aramaki.monitoring.v1.TimelineServiceGrpc;
import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.domain.Link.State;
import io.aramaki.ticketing.domain.tracker.Remote;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells a system's timeline what happened to its tickets. The ledger is the truth; a line that
/// cannot be written while monitoring is away is logged and left out.
public final class TicketTimeline implements BiConsumer<Link, Link> {
  private static final Logger log = LoggerFactory.getLogger(TicketTimeline.class);

  private final Channel monitoring;
  private final TicketMapper mapper;

  /// @param organisation `orgs/{org}`
  public TicketTimeline(Channel monitoring, String organisation) {
    this.monitoring = monitoring;
    this.mapper = new TicketMapper(organisation);
  }

  @Override
  public void accept(Link before, Link after) {
    var words = words(before.state(), after);
    if (words.isEmpty()) {
      return;
    }
    var trace = after.report().traceparent();
    var event =
        TimelineEvent.newBuilder()
            .setEventId("ticket-%s-%d".formatted(after.key().ticketId(), after.revision()))
            .setSystem(after.report().system())
            .setKind(TimelineEvent.Kind.TICKET)
            .setEventTime(Times.timestamp(after.update()))
            .setSummary(words)
            .setSubject(mapper.name(after))
            .setSeverity(after.state() instanceof State.Failed ? "critical" : "")
            .setTrace(trace.isEmpty() ? "" : TraceContext.span(trace).getTraceId())
            .build();
    try {
      var _ =
          TimelineServiceGrpc.newBlockingStub(monitoring)
              .appendEvents(AppendEventsRequest.newBuilder().addEvents(event).build());
    } catch (StatusRuntimeException e) {
      log.atWarn()
          .addKeyValue("ticket", after.key().ticketId())
          .addKeyValue("error", e.toString())
          .log("the timeline lacks a line");
    }
  }

  private static String words(State before, Link after) {
    var key = after.state().found().map(Remote::displayKey).orElse("");
    return switch (after.state()) {
      case State.Linked _
          when before instanceof State.Reopening || before instanceof State.Resolved ->
          "ticket " + key + " reopened";
      case State.Linked _ when !(before instanceof State.Linked) -> "ticket " + key + " opened";
      case State.Resolved _ when !(before instanceof State.Resolved) ->
          "ticket " + key + " resolved";
      case State.Closed _ when !(before instanceof State.Closed) && !key.isEmpty() ->
          "ticket " + key + " closed";
      case State.Failed _ when !(before instanceof State.Failed) ->
          "ticket refused: " + after.error();
      case State.Lost _ when !(before instanceof State.Lost) ->
          "ticket " + key + " was deleted in the tracker";
      case State.New _,
          State.Creating _,
          State.Reopening _,
          State.Linked _,
          State.Resolved _,
          State.Closed _,
          State.Failed _,
          State.Lost _ ->
          "";
    };
  }
}
