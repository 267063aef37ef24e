package io.aramaki.monitoring.grpc.message;

import io.aramaki.kit.name.IllegalResourceName;
import io.aramaki.kit.name.ResourceName;
import io.aramaki.monitoring.domain.MonitoringException.InvalidEvent;
import io.aramaki.monitoring.domain.timeline.TimelineEvent.Kind;
import io.aramaki.monitoring.v1.TimelineEvent;

/// Timeline events to and from their message.
public final class TimelineMapper {
  private TimelineMapper() {}

  public static TimelineEvent toProto(io.aramaki.monitoring.domain.timeline.TimelineEvent event) {
    return TimelineEvent.newBuilder()
        .setEventId(event.eventId())
        .setSystem(event.system())
        .setKind(kind(event.kind()))
        .setEventTime(Protos.timestamp(event.time()))
        .setSummary(event.summary())
        .setDetail(event.detail())
        .setActor(event.actor())
        .setSubject(event.subject())
        .setSeverity(event.severity())
        .setTrace(event.trace())
        .build();
  }

  public static io.aramaki.monitoring.domain.timeline.TimelineEvent toDomain(TimelineEvent event) {
    try {
      ResourceName.parse(event.getSystem(), "systems");
    } catch (IllegalResourceName e) {
      throw new InvalidEvent("system: " + e.getMessage());
    }
    if (!event.hasEventTime()) {
      throw new InvalidEvent("event_time must be set");
    }
    return new io.aramaki.monitoring.domain.timeline.TimelineEvent(
        event.getEventId(),
        event.getSystem(),
        kind(event.getKind()),
        Protos.instant(event.getEventTime()),
        event.getSummary(),
        event.getDetail(),
        event.getActor(),
        event.getSubject(),
        event.getSeverity(),
        event.getTrace());
  }

  private static TimelineEvent.Kind kind(Kind kind) {
    return switch (kind) {
      case STATE_CHANGE -> TimelineEvent.Kind.STATE_CHANGE;
      case ALERT -> TimelineEvent.Kind.ALERT;
      case NOTIFICATION -> TimelineEvent.Kind.NOTIFICATION;
      case TICKET -> TimelineEvent.Kind.TICKET;
      case ACTION -> TimelineEvent.Kind.ACTION;
      case AGENT -> TimelineEvent.Kind.AGENT;
      case NOTE -> TimelineEvent.Kind.NOTE;
      case INVENTORY -> TimelineEvent.Kind.INVENTORY;
    };
  }

  private static Kind kind(TimelineEvent.Kind kind) {
    return switch (kind) {
      case STATE_CHANGE -> Kind.STATE_CHANGE;
      case ALERT -> Kind.ALERT;
      case NOTIFICATION -> Kind.NOTIFICATION;
      case TICKET -> Kind.TICKET;
      case ACTION -> Kind.ACTION;
      case AGENT -> Kind.AGENT;
      case NOTE -> Kind.NOTE;
      case INVENTORY -> Kind.INVENTORY;
      case KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new InvalidEvent("kind must be one that the API names");
    };
  }
}
