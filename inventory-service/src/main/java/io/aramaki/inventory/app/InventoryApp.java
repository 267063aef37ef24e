package io.aramaki.inventory.app;

import io.aramaki.inventory.domain.run.RunWork;
import io.aramaki.inventory.domain.timeline.OutboxSender;
import io.aramaki.inventory.grpc.InventoryErrors;
import io.aramaki.inventory.grpc.MonitoringTimeline;
import io.aramaki.inventory.grpc.agent.TokenStrings;
import io.aramaki.inventory.grpc.audit.Anchors;
import io.aramaki.inventory.grpc.control.ConnectedAgents;
import io.aramaki.inventory.grpc.control.Definitions;
import io.aramaki.inventory.grpc.people.LocalRights;
import io.aramaki.kit.app.Closer;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.app.Running;
import io.aramaki.kit.cassandra.Sessions;
import io.aramaki.kit.cassandra.audit.CassandraAuditLog;
import io.aramaki.kit.discovery.Discovery;
import io.aramaki.kit.grpc.access.GrpcSecurity;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.grpc.server.GrpcServer;
import io.aramaki.kit.http.admin.AdminServer;
import io.aramaki.kit.http.admin.Instance;
import io.aramaki.kit.security.audit.AuditLog;
import io.aramaki.kit.security.sign.InternalTokens;
import io.aramaki.kit.telemetry.Metrics;
import io.aramaki.kit.telemetry.Telemetry;
import io.opentelemetry.api.OpenTelemetry;
import java.util.List;
import java.util.Map;

/// Inventory, wired by hand in dependency order.
public final class InventoryApp implements Running {
  private static final String SERVICE = "inventory";

  private final GrpcServer server;
  private final AdminServer admin;
  private final Closer closer;

  private InventoryApp(GrpcServer server, AdminServer admin, Closer closer) {
    this.server = server;
    this.admin = admin;
    this.closer = closer;
  }

  /// Starts inventory and returns when it answers. The first one of an organisation makes its keys.
  public static InventoryApp start(InventoryConfig config, Environment environment) {
    var closer = new Closer();
    try {
      return start(config, environment, closer);
    } catch (RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  private static InventoryApp start(
      InventoryConfig config, Environment environment, Closer closer) {
    var metrics = new Metrics();
    var telemetry =
        closer.add(
            "telemetry", Telemetry.start(config.telemetry(), SERVICE, config.instance(), metrics));
    var discovery = closer.add("discovery", Discovery.open(config.discovery(), environment));
    var session = closer.add("cassandra", Sessions.open(config.cassandra()));
    var inventory = new Inventory(config, session, telemetry, environment);
    inventory.revocations.refresh();
    var certificate = certificate(config, inventory);
    var audit = audit(inventory, SERVICE + "/" + config.instance() + "/" + environment.ids().get());
    var anchors = new Anchors(audit(inventory, Anchors.ORGANISATION));
    var connected = new ConnectedAgents();
    var definitions =
        new Definitions(
            inventory.actionStore,
            inventory.agentStore,
            inventory.actions,
            inventory.keys,
            inventory.names);
    var work = work(inventory, connected);
    var sender = sender(config, inventory, certificate, telemetry, closer);
    var upkeep =
        new Upkeep(
            inventory, certificate, audit, anchors, work, connected, definitions, sender, closer);
    var endpoints = new Endpoints(inventory);
    var services =
        endpoints.all(
            tokenStrings(config, inventory),
            anchors,
            connected,
            definitions,
            work,
            upkeep.runs(),
            telemetry.tracer("io.aramaki.inventory"));
    var server =
        closer.add(
            "grpc",
            GrpcServer.builder(
                    config.grpc(),
                    certificate.identity(),
                    security(inventory, endpoints, audit),
                    environment)
                .services(services)
                .errors(InventoryErrors.mapping())
                .telemetry(telemetry)
                .metrics(metrics)
                .start());
    var self = Instance.started(SERVICE, config.instance(), environment.clock());
    var figures = new InventoryHealth(inventory, upkeep, connected, audit, metrics);
    var health = figures.health();
    var admin = closer.add("admin", AdminServer.start(config.admin(), self, health, metrics));
    closer.add(
        "name",
        discovery.register(
            SERVICE, config.instance(), server.address(), () -> health.trouble("database")));
    return new InventoryApp(server, admin, closer);
  }

  private static OwnCertificate certificate(InventoryConfig config, Inventory inventory) {
    return new OwnCertificate(
        inventory.keys,
        config.instance(),
        config.certificates().serviceLifetime(),
        config.tlsDirectory(),
        inventory.environment.clock());
  }

  private static RunWork work(Inventory inventory, ConnectedAgents connected) {
    return new RunWork(
        inventory.runStore,
        inventory.runPublisher,
        connected,
        inventory.names.service(SERVICE),
        inventory.environment.clock());
  }

  private static OutboxSender sender(
      InventoryConfig config,
      Inventory inventory,
      OwnCertificate certificate,
      OpenTelemetry telemetry,
      Closer closer) {
    var monitoring =
        closer.add(
            "monitoring channel",
            GrpcClients.builder(config.monitoring(), certificate.identity(), "monitoring")
                .telemetry(telemetry)
                .open());
    return new OutboxSender(inventory.outbox, new MonitoringTimeline(monitoring, inventory.names));
  }

  private static AuditLog audit(Inventory inventory, String chain) {
    return CassandraAuditLog.open(inventory.auditRows, chain, inventory.environment.clock());
  }

  private static GrpcSecurity security(Inventory inventory, Endpoints endpoints, AuditLog audit) {
    var verifier = new InternalTokens.Verifier(inventory.keys, inventory.environment.clock());
    return new GrpcSecurity(
        verifier::verify,
        new LocalRights(inventory.roles, inventory.names),
        endpoints.systemOf(),
        certificate -> inventory.revocations.isRevoked(certificate.hex()),
        audit);
  }

  private static TokenStrings tokenStrings(InventoryConfig config, Inventory inventory) {
    return new TokenStrings(
        inventory.keys,
        config::gatewayAddresses,
        () -> List.of(config.grpc().host() + ":" + Math.max(1, config.grpc().port())));
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
