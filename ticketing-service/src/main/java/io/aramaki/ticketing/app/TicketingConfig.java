package io.aramaki.ticketing.app;

import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.config.Doc;
import io.aramaki.kit.grpc.server.GrpcServerConfig;
import io.aramaki.kit.http.admin.HttpConfig;
import io.aramaki.kit.member.MemberConfig;
import io.aramaki.kit.telemetry.TelemetryConfig;
import java.util.HashSet;
import java.util.List;

/// The configuration of ticketing.
public record TicketingConfig(
    @Doc("How this process belongs to its organisation.") MemberConfig member,
    @Doc("Where it answers.") GrpcServerConfig grpc,
    @Doc("Health, metrics and status.") HttpConfig admin,
    @Doc("Its database.") CassandraConfig cassandra,
    @Doc("Traces.") TelemetryConfig telemetry,
    @Doc("Where monitoring answers.") String monitoring,
    @Doc("The trackers; there may be none.") List<TrackerConfig> trackers) {
  public TicketingConfig {
    trackers = List.copyOf(trackers);
    var names = new HashSet<String>();
    for (var tracker : trackers) {
      if (!names.add(tracker.name())) {
        throw new IllegalArgumentException(
            "two trackers have the name \"%s\"".formatted(tracker.name()));
      }
    }
  }
}
