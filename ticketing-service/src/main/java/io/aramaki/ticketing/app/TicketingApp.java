package io.aramaki.ticketing.app;

import io.aramaki.kit.app.Closer;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.app.Running;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.SchemaInstaller;
import io.aramaki.kit.cassandra.Sessions;
import io.aramaki.kit.cassandra.audit.AuditRows;
import io.aramaki.kit.cassandra.audit.CassandraAuditLog;
import io.aramaki.kit.cassandra.shard.Ownership;
import io.aramaki.kit.cassandra.shard.OwnershipConfig;
import io.aramaki.kit.cassandra.shard.ShardTable;
import io.aramaki.kit.grpc.client.ClientChannel;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.grpc.server.GrpcServer;
import io.aramaki.kit.http.admin.AdminServer;
import io.aramaki.kit.http.admin.Instance;
import io.aramaki.kit.http.guard.Guard;
import io.aramaki.kit.http.guard.GuardConfig;
import io.aramaki.kit.http.outbound.Outbound;
import io.aramaki.kit.member.Member;
import io.aramaki.kit.telemetry.Metrics;
import io.aramaki.kit.telemetry.Telemetry;
import io.aramaki.ticketing.domain.LinkWork;
import io.aramaki.ticketing.domain.ReopenPolicy;
import io.aramaki.ticketing.domain.Tickets;
import io.aramaki.ticketing.domain.tracker.Tracker;
import io.aramaki.ticketing.grpc.TicketEndpoint;
import io.aramaki.ticketing.grpc.TicketTimeline;
import io.aramaki.ticketing.grpc.TicketingErrors;
import io.aramaki.ticketing.storage.CassandraLinkStore;
import io.aramaki.ticketing.tracker.redmine.RedmineTracker;
import io.aramaki.ticketing.worker.TimelineDrain;
import io.aramaki.ticketing.worker.Worker;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Ticketing, wired by hand in dependency order.
public final class TicketingApp implements Running {
  /// After which a tracker counts as not reached.
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /// One instance works on links at a time.
  private static final int SHARDS = 1;

  /// Calls to one tracker at the same time, and those that wait for their turn.
  private static final int CALLS_MAX = 8;

  private static final int WAITING_MAX = 64;

  /// After this share of failures among the last calls, in percent, a tracker is left alone for a
  /// moment.
  private static final int FAILURE_PERCENT = 80;

  private static final int WINDOW = 20;
  private static final Duration PAUSE = Duration.ofSeconds(2);

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
    var clock = Clock.tick(environment.clock(), Duration.ofMillis(1));
    var metrics = new Metrics();
    var telemetry =
        closer.add(
            "telemetry", Telemetry.start(config.telemetry(), "ticketing", instance, metrics));
    var member = closer.add("member", Member.join(config.member(), environment, telemetry));
    var organisation = member.identity().identity().org().resourceName();
    var cql = new Cql(closer.add("cassandra", Sessions.open(config.cassandra())), telemetry);
    var schema = new SchemaInstaller(cql, environment.clock(), environment.ids());
    schema.install(CassandraLinkStore.class);
    var table = ShardTable.open(cql, schema);
    var store = new CassandraLinkStore(cql, environment.ids());
    var trackers = trackers(config, telemetry, metrics);
    var monitoring = closer.add("monitoring channel", monitoring(config, member, telemetry));
    var worker =
        closer.add(
            "worker",
            new Worker(
                store,
                new LinkWork(store, clock, most -> part(most, environment.random())),
                trackers,
                clock,
                telemetry.tracer("ticketing")));
    var timeline = new TicketTimeline(monitoring, organisation);
    closer.add("timeline", new TimelineDrain(store, timeline, worker::working));
    var probes = closer.add("probes", new Probes(List.copyOf(trackers.values()), environment));
    var progress = new Progress(store, List.copyOf(trackers.values()), probes, worker, clock);
    var endpoint =
        new TicketEndpoint(
            new Tickets(store, policies(config), clock),
            store,
            organisation,
            worker::signal,
            environment.ids(),
            progress::status);
    var audit = audit(cql, schema, member, environment);
    var server =
        closer.add(
            "grpc",
            GrpcServer.builder(
                    config.grpc(),
                    member.identity(),
                    member.security(TicketEndpoint.systemOf(store), audit),
                    environment)
                .services(List.of(endpoint))
                .errors(TicketingErrors.mapping())
                .telemetry(telemetry)
                .metrics(metrics)
                .start());
    var ownership = OwnershipConfig.of(instance, server.address(), SHARDS);
    closer.add("ownership", Ownership.start(ownership, cql, table, environment, worker));
    var self = Instance.started("ticketing", instance, environment.clock());
    var health = progress.health();
    var admin = closer.add("admin", AdminServer.start(config.admin(), self, health, metrics));
    closer.add("name", member.register(server.address(), () -> health.trouble("worker")));
    return new TicketingApp(server, admin, closer);
  }

  private static CassandraAuditLog audit(
      Cql cql, SchemaInstaller schema, Member member, Environment environment) {
    var audit =
        CassandraAuditLog.open(
            AuditRows.open(cql, schema),
            member.auditChain(environment.ids().get()),
            environment.clock());
    member.anchor(audit);
    return audit;
  }

  private static ClientChannel monitoring(
      TicketingConfig config, Member member, Telemetry telemetry) {
    return GrpcClients.builder(config.monitoring(), member.identity(), "monitoring")
        .telemetry(telemetry)
        .open();
  }

  private static Map<String, ReopenPolicy> policies(TicketingConfig config) {
    return config.trackers().stream()
        .collect(Collectors.toMap(TrackerConfig::name, TrackerConfig::policy));
  }

  private static Map<String, Tracker> trackers(
      TicketingConfig config, Telemetry telemetry, Metrics metrics) {
    return config.trackers().stream()
        .collect(
            Collectors.toMap(TrackerConfig::name, tracker -> redmine(tracker, telemetry, metrics)));
  }

  private static Tracker redmine(TrackerConfig tracker, Telemetry telemetry, Metrics metrics) {
    var config = tracker.redmine().config();
    // A whole call may take a little longer than each of its parts.
    var whole = CONNECT_TIMEOUT.plus(config.timeout().multipliedBy(2));
    var limits = new GuardConfig(whole, CALLS_MAX, WAITING_MAX, WINDOW, FAILURE_PERCENT, PAUSE);
    var guard = Guard.create("tracker " + tracker.name(), limits, metrics);
    var outbound =
        new Outbound("redmine", CONNECT_TIMEOUT, config.timeout(), telemetry).guardedBy(guard);
    return new RedmineTracker(tracker.name(), config, outbound);
  }

  /// A part of a span, drawn evenly.
  private static Duration part(Duration most, RandomGenerator random) {
    return Duration.ofNanos(random.nextLong(most.toNanos() + 1));
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
