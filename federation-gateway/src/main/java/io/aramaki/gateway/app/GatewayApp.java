package io.aramaki.gateway.app;

import io.aramaki.gateway.domain.live.LiveUpdates;
import io.aramaki.gateway.domain.session.RelayProgress;
import io.aramaki.gateway.edge.AgentDoor;
import io.aramaki.gateway.edge.AgentDoorOptions;
import io.aramaki.gateway.edge.EdgeServices;
import io.aramaki.gateway.grpc.live.EventFeed;
import io.aramaki.gateway.grpc.otlp.OtlpDoor;
import io.aramaki.gateway.grpc.otlp.OtlpDoorOptions;
import io.aramaki.gateway.grpc.session.OwnerPoll;
import io.aramaki.gateway.grpc.session.RefusalDetails;
import io.aramaki.gateway.grpc.session.ResolvedAddresses;
import io.aramaki.gateway.grpc.session.RevocationFile;
import io.aramaki.gateway.grpc.session.RevocationWatch;
import io.aramaki.gateway.web.door.PeopleDoor;
import io.aramaki.kit.app.Closer;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.app.Running;
import io.aramaki.kit.grpc.client.ClientChannel;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.http.admin.AdminServer;
import io.aramaki.kit.http.admin.Instance;
import io.aramaki.kit.member.Member;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.kit.telemetry.Metrics;
import io.aramaki.kit.telemetry.Telemetry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// The gateway, wired by hand in dependency order: first what it knows, then its doors.
public final class GatewayApp implements Running {
  private final AgentDoor agents;
  private final PeopleDoor people;
  private final OtlpDoor otlp;
  private final AdminServer admin;
  private final Closer closer;

  private GatewayApp(
      AgentDoor agents, PeopleDoor people, OtlpDoor otlp, AdminServer admin, Closer closer) {
    this.agents = agents;
    this.people = people;
    this.otlp = otlp;
    this.admin = admin;
    this.closer = closer;
  }

  /// Starts the gateway and returns when its doors are open. Whether services answer behind them is
  /// what `/health/ready` says.
  public static GatewayApp start(GatewayConfig config, Environment environment) {
    var closer = new Closer();
    try {
      return start(config, environment, closer);
    } catch (RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  private static GatewayApp start(GatewayConfig config, Environment environment, Closer closer) {
    var instance = config.member().instance();
    var metrics = new Metrics();
    var telemetry =
        closer.add("telemetry", Telemetry.start(config.telemetry(), "gateway", instance, metrics));
    var member = closer.add("member", Member.join(config.member(), environment, telemetry));
    var services = Services.open(config, member, telemetry, closer);

    var progress = new RelayProgress();
    var live = new LiveUpdates();
    // The door looks at its streams again when something is heard, but is opened last.
    var recheck = new AtomicReference<Runnable>(() -> {});
    var owners =
        closer.add(
            "owner poll", new OwnerPoll(services.monitoring(), () -> recheck.get().run()).start());
    var revocations =
        closer.add(
            "revocation watch",
            new RevocationWatch(
                    member.inventory(),
                    new RevocationFile(config.dataDirectory()),
                    () -> recheck.get().run(),
                    environment)
                .start());
    var inventory =
        closer.add("inventory addresses", ResolvedAddresses.of(config.member().inventory()));
    closer.add("event feed", feed(owners, member.identity(), telemetry, live, environment));

    GatewayMetrics.register(metrics, progress, live);
    var health = GatewayMetrics.health(progress, owners, revocations);
    var self = Instance.started("gateway", instance, environment.clock());
    var admin = closer.add("admin", AdminServer.start(config.admin(), self, health, metrics));
    var access = PersonAccess.open(member, services, environment);
    GatewayMetrics.register(metrics, access);
    var people =
        closer.add(
            "people", PeopleWiring.open(config, member, services, access, live, environment));
    var otlp = closer.add("otlp", otlp(config, member, access, environment));
    var edge =
        new EdgeServices(
            owners::owners,
            revocations::revocations,
            inventory::next,
            RefusalDetails::encode,
            progress,
            environment.clock(),
            environment.nanoTime());
    var agents =
        closer.add(
            "agents",
            AgentDoor.start(options(config.agents(), member.identity()), edge, telemetry));
    recheck.set(agents::recheck);
    closer.add("name", member.register(agents.address(), () -> health.trouble("agents")));
    return new GatewayApp(agents, people, otlp, admin, closer);
  }

  private static EventFeed feed(
      OwnerPoll owners,
      TlsIdentity identity,
      Telemetry telemetry,
      LiveUpdates live,
      Environment environment) {
    return new EventFeed(
            () -> owners.owners().addresses(),
            address -> connect(address, identity, telemetry),
            live,
            environment)
        .start();
  }

  private static OtlpDoor otlp(
      GatewayConfig config, Member member, PersonAccess access, Environment environment) {
    PeopleConfig people = config.people();
    var certificate =
        people
            .certificateFile()
            .flatMap(
                chain -> people.keyFile().map(key -> new OtlpDoorOptions.Certificate(chain, key)));
    return OtlpDoor.start(
        new OtlpDoorOptions(
            config.otlp().host(),
            config.otlp().port(),
            TlsContexts.mutual(member.identity()),
            certificate),
        access.targets(),
        access.samples(),
        access.room(),
        environment.clock());
  }

  private static AgentDoorOptions options(GatewayConfig.AgentsConfig config, TlsIdentity identity) {
    return new AgentDoorOptions(config.host(), config.port(), identity, config.eventLoops());
  }

  private static EventFeed.Connection connect(
      String address, TlsIdentity identity, Telemetry telemetry) {
    ClientChannel channel =
        GrpcClients.builder("dns:///" + address, identity, "monitoring")
            .telemetry(telemetry)
            .open();
    return new EventFeed.Connection(channel, channel::close);
  }

  /// Answers every address of the people's door, as `VERB path`, in order.
  List<String> routes() {
    return people.routes();
  }

  @Override
  public Map<String, String> addresses() {
    return Map.of(
        "people",
        people.address(),
        "agents",
        agents.address(),
        "otlp",
        otlp.address(),
        "admin",
        admin.address());
  }

  @Override
  public void close() {
    closer.close();
  }
}
