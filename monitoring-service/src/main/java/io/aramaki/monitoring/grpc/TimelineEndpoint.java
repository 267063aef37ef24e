package io.aramaki.monitoring.grpc;

import io.aramaki.kit.grpc.RequestNames;
import io.aramaki.kit.grpc.ServerStreams;
import io.aramaki.kit.grpc.StreamSink;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.monitoring.domain.MonitoringException.InvalidEvent;
import io.aramaki.monitoring.domain.MonitoringException.InvalidPageToken;
import io.aramaki.monitoring.domain.timeline.Timeline;
import io.aramaki.monitoring.domain.timeline.TimelineEvent;
import io.aramaki.monitoring.domain.timeline.TimelineStore.Mark;
import io.aramaki.monitoring.grpc.message.Protos;
import io.aramaki.monitoring.grpc.message.TimelineMapper;
import io.aramaki.monitoring.v1.AddNoteRequest;
import io.aramaki.monitoring.v1.AppendEventsRequest;
import io.aramaki.monitoring.v1.AppendEventsResponse;
import io.aramaki.monitoring.v1.ListEventsRequest;
import io.aramaki.monitoring.v1.ListEventsResponse;
import io.aramaki.monitoring.v1.TimelineServiceGrpc.TimelineServiceImplBase;
import io.aramaki.monitoring.v1.WatchEventsRequest;
import io.aramaki.monitoring.v1.WatchEventsResponse;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The timelines of systems.
final class TimelineEndpoint extends TimelineServiceImplBase {
  private static final int EVENTS_MAX = 500;
  private static final int NOTE_LENGTH_MAX = 4_000;
  private static final int SUMMARY_LENGTH = 200;
  private static final Duration RANGE_DEFAULT = Duration.ofDays(7);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final Timeline timeline;
  private final Clock clock;
  private final Supplier<UUID> ids;
  private final RequestNames names;

  TimelineEndpoint(Timeline timeline, Clock clock, Supplier<UUID> ids, RequestNames names) {
    this.timeline = timeline;
    this.clock = clock;
    this.ids = ids;
    this.names = names;
  }

  @Override
  public void appendEvents(
      AppendEventsRequest request, StreamObserver<AppendEventsResponse> answer) {
    Unary.answer(
        answer,
        () -> {
          int count = request.getEventsCount();
          if (count < 1 || count > EVENTS_MAX) {
            throw new InvalidEvent("events must be 1 to " + EVENTS_MAX + ", were " + count);
          }
          timeline.append(request.getEventsList().stream().map(TimelineMapper::toDomain).toList());
          return AppendEventsResponse.getDefaultInstance();
        });
  }

  @Override
  public void addNote(
      AddNoteRequest request, StreamObserver<io.aramaki.monitoring.v1.TimelineEvent> answer) {
    Unary.answer(answer, () -> TimelineMapper.toProto(note(request, Caller.current().name())));
  }

  /// A retry finds its note by the id, which holds the time of the first: the row is looked up,
  /// since another time would make it another row.
  private TimelineEvent note(AddNoteRequest request, String author) {
    String system = names.system("parent", request.getParent());
    String text = request.getText();
    if (text.isBlank() || text.length() > NOTE_LENGTH_MAX) {
      throw new InvalidEvent(
          "text must have 1 to " + NOTE_LENGTH_MAX + " characters, has " + text.length());
    }
    String requestId = request.getRequestId();
    String id = "note-" + (requestId.isEmpty() ? ids.get().toString() : requestId);
    Instant now = clock.instant();
    Optional<TimelineEvent> before = requestId.isEmpty() ? Optional.empty() : find(system, id, now);
    if (before.isPresent()) {
      return before.get();
    }
    String line = text.lines().findFirst().orElse("").strip();
    var event =
        new TimelineEvent(
            id,
            system,
            TimelineEvent.Kind.NOTE,
            now,
            line.length() > SUMMARY_LENGTH ? line.substring(0, SUMMARY_LENGTH - 1) + "…" : line,
            text,
            author,
            "",
            "",
            "");
    timeline.append(List.of(event));
    return event;
  }

  private Optional<TimelineEvent> find(String system, String id, Instant now) {
    return timeline
        .list(system, now.minus(Duration.ofDays(1)), now.plusSeconds(1), null, 1_000)
        .stream()
        .filter(event -> event.eventId().equals(id))
        .findFirst();
  }

  @Override
  public void listEvents(ListEventsRequest request, StreamObserver<ListEventsResponse> answer) {
    Unary.answer(answer, () -> list(request));
  }

  private ListEventsResponse list(ListEventsRequest request) {
    String system = names.system("parent", request.getParent());
    int size = Pages.size(request.getPageSize());
    String shape =
        "events "
            + system
            + " "
            + request.getStartTime().getSeconds()
            + " "
            + request.getEndTime().getSeconds();
    @Nullable Mark after =
        Pages.after(request.getPageToken(), shape, 2).map(TimelineEndpoint::mark).orElse(null);
    Instant end =
        request.hasEndTime() ? Protos.instant(request.getEndTime()) : clock.instant().plusMillis(1);
    Instant start =
        request.hasStartTime() ? Protos.instant(request.getStartTime()) : end.minus(RANGE_DEFAULT);
    List<TimelineEvent> found = timeline.list(system, start, end, after, size + 1);
    var response = ListEventsResponse.newBuilder();
    List<TimelineEvent> page = found.subList(0, Math.min(size, found.size()));
    page.forEach(event -> response.addEvents(TimelineMapper.toProto(event)));
    if (found.size() > size) {
      TimelineEvent last = page.getLast();
      response.setNextPageToken(
          Pages.token(shape, Long.toString(last.time().toEpochMilli()), last.eventId()));
    }
    return response.build();
  }

  private static Mark mark(List<String> position) {
    try {
      return new Mark(Instant.ofEpochMilli(Long.parseLong(position.getFirst())), position.get(1));
    } catch (NumberFormatException _) {
      throw new InvalidPageToken("page_token is not one that this list gave out");
    }
  }

  @Override
  public void watchEvents(WatchEventsRequest request, StreamObserver<WatchEventsResponse> answers) {
    ServerStreams.serve(answers, this::watch);
  }

  private void watch(StreamSink<WatchEventsResponse> sink) throws InterruptedException {
    try (var watcher = timeline.watch()) {
      while (!sink.isEnded()) {
        var seen = watcher.take(POLL);
        if (!seen.events().isEmpty()) {
          var response = WatchEventsResponse.newBuilder().setLost(seen.lost());
          seen.events().forEach(event -> response.addEvents(TimelineMapper.toProto(event)));
          sink.send(response.build());
        }
      }
    }
  }
}
