package io.aramaki.alerting.app;

import io.aramaki.alerting.domain.Alerting;
import io.aramaki.alerting.engine.Engine;
import io.aramaki.alerting.engine.NoteDrain;
import io.aramaki.alerting.grpc.AlertingEndpoints;
import io.aramaki.alerting.grpc.AlertingErrors;
import io.aramaki.alerting.grpc.StateChangeFollower;
import io.aramaki.alerting.grpc.TimelineNotes;
import io.aramaki.alerting.storage.CassandraBookStore;
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
import io.aramaki.kit.grpc.server.GrpcServer;
import io.aramaki.kit.http.admin.AdminServer;
import io.aramaki.kit.http.admin.Instance;
import io.aramaki.kit.member.Member;
import io.aramaki.kit.telemetry.Metrics;
import io.aramaki.kit.telemetry.Telemetry;
import java.util.Map;

/// Alerting, wired by hand in dependency order.
public final class AlertingApp implements Running {
  /// All alerts of an organisation are one shard: groups may span systems, and one writer keeps
  /// them whole.
  private static final int SHARDS = 1;

  /// The most entries of an alert's history that are shown.
  private static final int HISTORY_MAX = 10_000;

  private final GrpcServer server;
  private final AdminServer admin;
  private final Closer closer;

  private AlertingApp(GrpcServer server, AdminServer admin, Closer closer) {
    this.server = server;
    this.admin = admin;
    this.closer = closer;
  }

  /// Starts alerting and returns when it answers.
  public static AlertingApp start(AlertingConfig config, Environment environment) {
    var closer = new Closer();
    try {
      return start(config, environment, closer);
    } catch (RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  private static AlertingApp start(AlertingConfig config, Environment environment, Closer closer) {
    var instance = config.member().instance();
    var metrics = new Metrics();
    var telemetry =
        closer.add("telemetry", Telemetry.start(config.telemetry(), "alerting", instance, metrics));
    var member = closer.add("member", Member.join(config.member(), environment, telemetry));
    var organisation = member.identity().identity().org().resourceName();
    var cql = new Cql(closer.add("cassandra", Sessions.open(config.cassandra())), telemetry);
    var schema = new SchemaInstaller(cql, environment.clock(), environment.ids());
    var table = ShardTable.open(cql, schema);
    var clients = new Clients(member, telemetry, closer);
    var monitoring = clients.open(config.monitoring(), "monitoring");
    var ticketing = clients.open(config.ticketing(), "ticketing");
    var channels = new Channels(config, organisation, ticketing, telemetry, metrics);
    var receivers = config.domainReceivers();
    var tree = config.tree();
    var engine =
        closer.add(
            "engine",
            new Engine(
                epoch -> new CassandraBookStore(table, 0, epoch),
                book -> new Alerting(book, tree, receivers),
                channels.receiving(),
                environment));
    var server =
        closer.add(
            "grpc",
            server(config, environment, member, cql, schema, table, engine, telemetry, metrics));
    var ownership = OwnershipConfig.of(instance, server.address(), SHARDS);
    closer.add("ownership", Ownership.start(ownership, cql, table, environment, engine));
    closer.add(
        "timeline notes", new NoteDrain(engine, new TimelineNotes(monitoring, organisation)));
    var follower =
        closer.add(
            "state changes",
            new StateChangeFollower(
                monitoring,
                address -> clients.instance(address, "monitoring"),
                engine,
                telemetry.tracer("alerting"),
                environment.random()));
    var self = Instance.started("alerting", instance, environment.clock());
    var progress = new Progress(engine, follower);
    progress.register(metrics);
    var health = progress.health();
    var admin = closer.add("admin", AdminServer.start(config.admin(), self, health, metrics));
    closer.add("name", member.register(server.address(), () -> health.trouble("alerts")));
    return new AlertingApp(server, admin, closer);
  }

  private static GrpcServer server(
      AlertingConfig config,
      Environment environment,
      Member member,
      Cql cql,
      SchemaInstaller schema,
      ShardTable table,
      Engine engine,
      Telemetry telemetry,
      Metrics metrics) {
    var organisation = member.identity().identity().org().resourceName();
    var audit =
        CassandraAuditLog.open(
            AuditRows.open(cql, schema),
            member.auditChain(environment.ids().get()),
            environment.clock());
    member.anchor(audit);
    var endpoints =
        AlertingEndpoints.all(
            engine,
            organisation,
            id -> CassandraBookStore.history(table, 0, id, HISTORY_MAX),
            environment.ids(),
            member.inventory());
    return GrpcServer.builder(
            config.grpc(),
            member.identity(),
            member.security(AlertingEndpoints.systemOf(engine), audit),
            environment)
        .services(endpoints)
        .errors(AlertingErrors.mapping())
        .telemetry(telemetry)
        .metrics(metrics)
        .start();
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
