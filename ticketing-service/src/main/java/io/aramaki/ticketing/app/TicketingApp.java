package io.aramaki.ticketing.app;

import com.google.protobuf.Timestamp;
import io.aramaki.kit.app.Closer;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.app.Running;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.HybridClock;
import io.aramaki.kit.cassandra.SchemaInstaller;
import io.aramaki.kit.cassandra.Sessions;
import io.aramaki.kit.cassandra.audit.AuditRows;
import io.aramaki.kit.cassandra.audit.CassandraAuditLog;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.grpc.server.GrpcServer;
import io.aramaki.kit.http.admin.AdminServer;
import io.aramaki.kit.http.admin.Health;
import io.aramaki.kit.http.admin.Instance;
import io.aramaki.kit.http.admin.Part;
import io.aramaki.kit.http.outbound.Outbound;
import io.aramaki.kit.member.Member;
import io.aramaki.kit.telemetry.Metrics;
import io.aramaki.kit.telemetry.Telemetry;
import io.aramaki.ticketing.domain.LinkStore;
import io.aramaki.ticketing.domain.LinkWork;
import io.aramaki.ticketing.domain.Tickets;
import io.aramaki.ticketing.domain.Tracker;
import io.aramaki.ticketing.grpc.TicketEndpoint;
import io.aramaki.ticketing.grpc.TicketTimeline;
import io.aramaki.ticketing.grpc.TicketingErrors;
import io.aramaki.ticketing.storage.CassandraLinkStore;
import io.aramaki.ticketing.tracker.redmine.RedmineTracker;
import io.aramaki.ticketing.v1.ListTrackersResponse;
import io.aramaki.ticketing.worker.Worker;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Ticketing, wired by hand in dependency order.
public final class TicketingApp implements Running {
  /// After which a tracker counts as not reached.
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /// The most links that the status looks at.
  private static final int WAITING_MAX = 1_000;

  private final GrpcServer server;
  private final AdminServer admin;
  private final Closer closer;

  private TicketingApp(GrpcServer server, AdminServer admin, Closer closer) {
    this.server = server;
    this.admin = admin;
    this.closer = closer;
  }

  /// Starts ticketing and returns when it answers.
  public static TicketingApp start(TicketingConfig config, Environment environment) {
    var closer = new Closer();
    try {
      return start(config, environment, closer);
    } catch (RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  private static TicketingApp start(
      TicketingConfig config, Environment environment, Closer closer) {
    var instance = config.member().instance();
    var clock = Clock.tickMillis(environment.clock().getZone());
    var telemetry =
        closer.add("telemetry", Telemetry.start(config.telemetry(), "ticketing", instance));
    var member = closer.add("member", Member.join(config.member(), environment, telemetry));
    var organisation = member.identity().identity().org().resourceName();
    var cql = new Cql(closer.add("cassandra", Sessions.open(config.cassandra())), telemetry);
    var schema = new SchemaInstaller(cql, environment.clock(), environment.ids());
    schema.install(CassandraLinkStore.class);
    var store = new CassandraLinkStore(cql, new HybridClock(environment.clock()));
    var trackers = trackers(config, telemetry);
    var policies =
        config.trackers().stream()
            .collect(Collectors.toMap(TrackerConfig::name, TrackerConfig::policy));
    var tickets = new Tickets(store, policies, clock);
    var monitoring =
        closer.add(
            "monitoring channel",
            GrpcClients.builder(config.monitoring(), member.identity(), "monitoring")
                .telemetry(telemetry)
                .open());
    var work =
        new LinkWork(
            store, most -> most.multipliedBy(environment.random().nextInt(1_001)).dividedBy(1_000));
    var worker =
        closer.add(
            "worker",
            new Worker(
                store,
                work,
                trackers,
                new TicketTimeline(monitoring, organisation),
                clock,
                telemetry.tracer("ticketing")));
    var probes = closer.add("probes", new Probes(List.copyOf(trackers.values()), environment));
    var systemOf =
        SystemOf.systems()
            .with(
                "tickets",
                name -> store.findByTicket(name.id()).map(link -> link.report().system()));
    var endpoint =
        new TicketEndpoint(
            tickets,
            store,
            organisation,
            worker::signal,
            environment.ids(),
            () -> list(trackers, probes, store, clock));
    var audit =
        CassandraAuditLog.open(
            AuditRows.open(cql, schema),
            member.auditChain(environment.ids().get()),
            environment.clock());
    member.anchor(audit);
    var server =
        closer.add(
            "grpc",
            GrpcServer.builder(
                    config.grpc(), member.identity(), member.security(systemOf, audit), environment)
                .services(List.of(endpoint))
                .errors(TicketingErrors.mapping())
                .telemetry(telemetry)
                .start());
    var self = Instance.started("ticketing", instance, environment.clock());
    var health = new Health().add("links", () -> part(store, clock));
    var admin = closer.add("admin", AdminServer.start(config.admin(), self, health, new Metrics()));
    return new TicketingApp(server, admin, closer);
  }

  private static Map<String, Tracker> trackers(TicketingConfig config, Telemetry telemetry) {
    return config.trackers().stream()
        .collect(
            Collectors.toMap(
                TrackerConfig::name,
                tracker ->
                    new RedmineTracker(
                        tracker.name(),
                        tracker.redmine().config(),
                        new Outbound(
                            "redmine", CONNECT_TIMEOUT, tracker.redmine().timeout(), telemetry))));
  }

  private static Part part(LinkStore store, Clock clock) {
    var now = clock.instant();
    var due = store.due(now, WAITING_MAX);
    var part = Part.up().with("waiting", (long) due.size());
    return due.isEmpty()
        ? part
        : part.with("oldest_waiting_seconds", Duration.between(due.getFirst().update(), now));
  }

  private static List<ListTrackersResponse.Tracker> list(
      Map<String, Tracker> trackers, Probes probes, LinkStore store, Clock clock) {
    var now = clock.instant();
    var due = store.due(now, WAITING_MAX);
    return trackers.values().stream()
        .map(tracker -> {
          var probe = probes.of(tracker.name());
          var waiting =
              due.stream().filter(link -> link.key().tracker().equals(tracker.name())).toList();
          var builder =
              ListTrackersResponse.Tracker.newBuilder()
                  .setTracker(tracker.name())
                  .setKind(tracker.kind())
                  .setCredentialValid(probe.valid())
                  .setProbeTime(Timestamp.newBuilder().setSeconds(probe.when().getEpochSecond()))
                  .setError(probe.error())
                  .setWaitingTickets(waiting.size());
          if (!waiting.isEmpty()) {
            builder.setOldestWaitingAgeMs(
                Duration.between(waiting.getFirst().update(), now).toMillis());
          }
          return builder.build();
        })
        .toList();
  }

  @Override
  public Map<String, String> addresses() {
    return Map.of("grpc", server.address(), "admin", admin.address());
  }

  @Override
  public void close() {
    closer.close();
  }
}
