package io.aramaki.inventory.app;

import io.aramaki.inventory.domain.run.RunNews;
import io.aramaki.inventory.domain.run.RunOutput;
import io.aramaki.inventory.domain.run.RunPublisher;
import io.aramaki.inventory.domain.run.RunWork;
import io.aramaki.inventory.domain.run.Runs;
import io.aramaki.inventory.domain.timeline.OutboxSender;
import io.aramaki.inventory.grpc.ControlRegistry;
import io.aramaki.inventory.grpc.InventoryEndpoints;
import io.aramaki.inventory.grpc.InventoryErrors;
import io.aramaki.inventory.grpc.RunParts;
import io.aramaki.inventory.grpc.TimelineAppender;
import io.aramaki.inventory.grpc.TokenStrings;
import io.aramaki.inventory.storage.CassandraRunOutputStore;
import io.aramaki.inventory.storage.CassandraRunStore;
import io.aramaki.inventory.storage.CassandraSystemStore;
import io.aramaki.kit.app.Closer;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.app.Running;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.SchemaInstaller;
import io.aramaki.kit.cassandra.Sessions;
import io.aramaki.kit.cassandra.audit.AuditRows;
import io.aramaki.kit.cassandra.audit.CassandraAuditLog;
import io.aramaki.kit.grpc.access.GrpcSecurity;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.grpc.server.GrpcServer;
import io.aramaki.kit.http.admin.AdminServer;
import io.aramaki.kit.http.admin.Health;
import io.aramaki.kit.http.admin.Instance;
import io.aramaki.kit.http.admin.Part;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.sign.InternalTokens;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.kit.telemetry.Metrics;
import io.aramaki.kit.telemetry.Telemetry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/// Inventory, wired by hand in dependency order.
public final class InventoryApp implements Running {
  /// From one look at what other instances changed to the next.
  private static final Duration LOOK = Duration.ofSeconds(1);

  /// From one look at open runs and waiting timeline entries to the next.
  private static final Duration TEND = Duration.ofMillis(500);

  private static final Duration UPKEEP = Duration.ofMinutes(1);

  private final GrpcServer server;
  private final AdminServer admin;
  private final Closer closer;

  private InventoryApp(GrpcServer server, AdminServer admin, Closer closer) {
    this.server = server;
    this.admin = admin;
    this.closer = closer;
  }

  /// Starts inventory and returns when it answers.
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
    var clock = Clock.tickMillis(environment.clock().getZone());
    var telemetry =
        closer.add(
            "telemetry", Telemetry.start(config.telemetry(), "inventory", config.instance()));
    var cql = new Cql(closer.add("cassandra", Sessions.open(config.cassandra())), telemetry);
    var schema = new SchemaInstaller(cql, environment.clock(), environment.ids());
    schema.install(CassandraSystemStore.class);
    var core = InventoryCore.open(config, cql, clock);
    var identity = identity(config, core, clock);
    closer.add(
        "certificate",
        Loop.every(UPKEEP, "own-certificate", () -> renew(config, core, identity, clock)));
    var monitoring =
        closer.add(
            "monitoring channel",
            GrpcClients.builder(config.monitoring(), TlsContexts.mutual(identity), "monitoring")
                .telemetry(telemetry)
                .open());
    var rows = AuditRows.open(cql, schema);
    var chain = "inventory/%s/%s".formatted(config.instance(), environment.ids().get());
    var audit = CassandraAuditLog.open(rows, chain, clock);
    var control =
        new ControlRegistry(
            core.agents(),
            core.actions(),
            core.keys(),
            core.keys().action(),
            core.org(),
            core.definitionsVersion(),
            environment.nanoTime());
    var runs = runs(config, core, cql, control, clock, environment);
    var domain =
        domain(
            config,
            core,
            runs,
            rows,
            CassandraAuditLog.open(rows, "organisation", clock),
            control,
            clock);
    var security =
        new GrpcSecurity(
            new InternalTokens.Verifier(core.keys(), clock)::verify,
            InventoryEndpoints.rights(core.users(), core.roles(), core.apiTokens(), core.org()),
            InventoryEndpoints.systemOf(core.agents(), core.actions(), core.org()),
            certificate -> core.revocations().isRevoked(certificate.hex()),
            audit);
    var server =
        closer.add(
            "grpc",
            GrpcServer.builder(config.grpc(), identity, security, environment)
                .services(InventoryEndpoints.all(domain))
                .errors(InventoryErrors.mapping())
                .telemetry(telemetry)
                .start());
    var sender = new OutboxSender(core.outbox(), new TimelineAppender(monitoring, core.org()));
    closer.add("timeline", Loop.every(TEND, "timeline", () -> drain(sender)));
    closer.add("revocations", Loop.every(LOOK, "revocations", core.revocations()::refresh));
    closer.add("definitions", Loop.every(LOOK, "definitions", control::refresh));
    closer.add("runs", Loop.every(TEND, "runs", () -> tend(runs.work())));
    var self = Instance.started("inventory", config.instance(), environment.clock());
    var health =
        new Health().add("agents", () -> Part.up().with("control_sessions", (long) control.size()));
    var admin = closer.add("admin", AdminServer.start(config.http(), self, health, new Metrics()));
    return new InventoryApp(server, admin, closer);
  }

  private static RunParts runs(
      InventoryConfig config,
      InventoryCore core,
      Cql cql,
      ControlRegistry control,
      Clock clock,
      Environment environment) {
    var store = new CassandraRunStore(cql, clock);
    var news = new RunNews();
    var publisher = new RunPublisher(store, core.timeline(), news, core.org());
    var output = new RunOutput(new CassandraRunOutputStore(cql));
    var runs =
        new Runs(
            store,
            output,
            publisher,
            core.agents(),
            config.startWindow(),
            clock,
            environment.ids());
    var actor = "orgs/" + core.org() + "/services/inventory";
    return new RunParts(runs, new RunWork(store, publisher, control, actor, clock), output, news);
  }

  private static InventoryEndpoints.Domain domain(
      InventoryConfig config,
      InventoryCore core,
      RunParts runs,
      AuditRows rows,
      CassandraAuditLog organisation,
      ControlRegistry control,
      Clock clock) {
    var random = new SecureRandom();
    var mint =
        new InternalTokens.Mint(
            core.keys().token(), clock, new io.aramaki.kit.security.Secrets(random));
    return new InventoryEndpoints.Domain(
        core.systems(),
        core.agents(),
        core.revocations(),
        core.tokens(),
        core.enrolments(),
        core.renewals(),
        core.facts(),
        core.users(),
        core.roles(),
        core.logins(),
        core.apiTokens(),
        core.actions(),
        runs,
        core.keys(),
        mint,
        tokenStrings(config, core),
        rows,
        organisation,
        control,
        core.org(),
        clock);
  }

  static TokenStrings tokenStrings(InventoryConfig config, InventoryCore core) {
    return new TokenStrings(
        core.keys().org(),
        () -> Sha256.of(core.keys().authority().certificate()),
        config.gatewayAddresses());
  }

  /// Inventory holds the authority, so it gives itself its certificate.
  private static TlsIdentity identity(InventoryConfig config, InventoryCore core, Clock clock) {
    if (TlsIdentity.isPresent(config.tlsDirectory())) {
      var present = TlsIdentity.open(config.tlsDirectory(), clock);
      if (!present.isExpired()) {
        return present;
      }
    }
    var self = Identity.service(core.keys().org(), "inventory", config.instance());
    var material =
        core.keys().authority().issueOwn(self, ExtraNames.NONE, config.serviceCertificateLife());
    return TlsIdentity.create(config.tlsDirectory(), material, clock);
  }

  private static void renew(
      InventoryConfig config, InventoryCore core, TlsIdentity identity, Clock clock) {
    if (!clock.instant().isBefore(identity.renewTime())) {
      identity.replace(
          core.keys()
              .authority()
              .issueOwn(identity.identity(), ExtraNames.NONE, config.serviceCertificateLife()));
    }
  }

  private static void drain(OutboxSender sender) {
    while (sender.sendOnce() == sender.batchMax()) {
      Thread.onSpinWait();
    }
  }

  private static void tend(RunWork work) {
    var _ = work.tend();
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
