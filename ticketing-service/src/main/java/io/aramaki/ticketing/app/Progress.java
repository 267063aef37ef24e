package io.aramaki.ticketing.app;

import io.aramaki.kit.grpc.Times;
import io.aramaki.kit.http.admin.Health;
import io.aramaki.kit.http.admin.Part;
import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.domain.LinkStore;
import io.aramaki.ticketing.domain.tracker.Tracker;
import io.aramaki.ticketing.v1.ListTrackersResponse;
import io.aramaki.ticketing.worker.Worker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How far ticketing is, tracker by tracker: for health, status and `ListTrackers`.
record Progress(
    LinkStore store, List<Tracker> trackers, Probes probes, Worker worker, Clock clock) {
  /// The most links that a figure looks at.
  private static final int LINKS_MAX = 1_000;

  /// A link that is to be tried again waits, too; no wait between tries is longer.
  private static final Duration HORIZON = Duration.ofHours(2);

  Health health() {
    var health =
        new Health()
            .add("worker", () -> Part.up().with("role", worker.working() ? "owner" : "standby"));
    trackers.forEach(tracker -> health.add("tracker-" + tracker.name(), () -> part(tracker)));
    return health;
  }

  List<ListTrackersResponse.Tracker> status() {
    var now = clock.instant();
    return trackers.stream().map(tracker -> status(tracker, now)).toList();
  }

  private ListTrackersResponse.Tracker status(Tracker tracker, Instant now) {
    var probe = probes.of(tracker.name());
    var waiting = waiting(tracker, now);
    var builder =
        ListTrackersResponse.Tracker.newBuilder()
            .setTracker(tracker.name())
            .setKind(tracker.kind())
            .setCredentialValid(probe.valid())
            .setProbeTime(Times.timestamp(probe.when()))
            .setError(probe.error())
            .setWaitingTickets(waiting.size());
    if (!waiting.isEmpty()) {
      builder.setOldestWaitingAgeMs(age(waiting, now).toMillis());
    }
    return builder.build();
  }

  /// A tracker that is away is somebody else's trouble: this service is ready all the same.
  private Part part(Tracker tracker) {
    var now = clock.instant();
    var probe = probes.of(tracker.name());
    var waiting = waiting(tracker, now);
    var part =
        Part.up()
            .with("credential", probe.valid() ? "valid" : probe.error())
            .with("waiting", (long) waiting.size());
    return waiting.isEmpty() ? part : part.with("oldest_waiting", age(waiting, now));
  }

  /// Since when each link that waits does, the oldest first.
  private List<Instant> waiting(Tracker tracker, Instant now) {
    return store.due(tracker.name(), now.plus(HORIZON), LINKS_MAX).stream()
        .map(Link::waitingSince)
        .flatMap(Optional::stream)
        .sorted()
        .toList();
  }

  private static Duration age(List<Instant> waiting, Instant now) {
    return Duration.between(waiting.getFirst(), now);
  }
}
