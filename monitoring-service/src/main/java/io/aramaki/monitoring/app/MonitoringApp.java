package io.aramaki.monitoring.app;

import io.aramaki.kit.app.Closer;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.app.Running;
import io.aramaki.kit.cassandra.Sessions;
import io.aramaki.kit.cassandra.shard.Ownership;
import io.aramaki.kit.cassandra.shard.OwnershipConfig;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.grpc.client.ClientChannel;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.grpc.server.GrpcServer;
import io.aramaki.kit.http.admin.AdminServer;
import io.aramaki.kit.http.admin.Instance;
import io.aramaki.kit.member.Member;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.kit.telemetry.Metrics;
import io.aramaki.kit.telemetry.Telemetry;
import io.aramaki.monitoring.domain.catalog.CheckDefinition;
import io.aramaki.monitoring.domain.shard.Shards;
import io.aramaki.monitoring.grpc.Endpoints;
import io.aramaki.monitoring.grpc.MonitoringErrors;
import io.aramaki.monitoring.grpc.outbound.CheckKeys;
import io.aramaki.monitoring.grpc.outbound.Peers;
import io.aramaki.monitoring.grpc.session.DefinitionSigner;
import io.aramaki.monitoring.grpc.session.ObservationSessionEndpoint;
import io.aramaki.monitoring.grpc.session.SessionParts;
import io.grpc.BindableService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One monitoring instance.
public final class MonitoringApp implements Running {
  private static final String SERVICE = "monitoring";
  private static final Duration CATALOG_POLL = Duration.ofSeconds(1);
  private static final Duration REGISTER_POLL = Duration.ofSeconds(2);

  private static final Duration INDEX_LOOKS = Duration.ofSeconds(2);
  private static final Duration CHUNK_ROUNDS = Duration.ofSeconds(5);

  /// How long another instance may take to say what it has in memory.
  private static final Duration PEER_DEADLINE = Duration.ofSeconds(2);

  private final Map<String, String> addresses;
  private final Closer closer;

  private MonitoringApp(Map<String, String> addresses, Closer closer) {
    this.addresses = addresses;
    this.closer = closer;
  }

  /// Starts an instance. It takes over its shards while it already answers.
  public static MonitoringApp start(MonitoringConfig config, Environment environment) {
    var closer = new Closer();
    try {
      return start(config, environment, closer);
    } catch (RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  private static MonitoringApp start(
      MonitoringConfig config, Environment environment, Closer closer) {
    String name = config.member().instance();
    var metrics = new Metrics();
    var telemetry =
        closer.add("telemetry", Telemetry.start(config.telemetry(), SERVICE, name, metrics));
    var tracing = new MonitoringTracing(telemetry);
    var member = closer.add("member", Member.join(config.member(), environment, telemetry));
    var session = closer.add("cassandra", Sessions.open(config.cassandra()));
    var stores = Stores.open(session, telemetry, environment);
    var audit = stores.audit(member, environment);
    member.anchor(audit);
    var owners = new Owners(name);
    var engine =
        Engine.build(config, environment, stores, member, owners::isAlone, tracing, closer);
    owners.steer(engine.shards());
    var peers =
        closer.add(
            "peers", new Peers(owners::others, address -> toPeer(address, member, telemetry)));
    var key = checkKey(stores, config, member);
    var keys = new CheckKeys(member.inventory(), member.keys(), key);
    var server =
        closer.add(
            "grpc",
            GrpcServer.builder(
                    config.grpc(),
                    member.identity(),
                    member.security(systemOf(engine), audit),
                    environment)
                .services(endpoints(config, engine, owners, peers, member, key, environment))
                .errors(MonitoringErrors.mapping())
                .telemetry(telemetry)
                .metrics(metrics)
                .start());
    var address = config.advertise().orElse(server.address());
    var rules = OwnershipConfig.of(name, address, Shards.COUNT);
    var ownership =
        closer.add(
            "ownership",
            Ownership.start(rules, stores.quiet(), stores.shardTable(), environment, owners));
    owners.begin(ownership);
    engine.timelineWriter().start(tracing);
    closer.add("timeline writer", engine.timelineWriter());
    keepUp(engine, keys, closer);
    MonitoringStatus.register(metrics, engine);
    MonitoringStatus.register(metrics, engine.writes());
    MonitoringStatus.register(metrics, engine.queries().parts().runner());
    var health = MonitoringStatus.health(stores.quiet(), engine, owners, keys, environment.clock());
    var instance = Instance.started(SERVICE, name, environment.clock());
    var admin = closer.add("admin", AdminServer.start(config.admin(), instance, health, metrics));
    closer.add("name", member.register(address, () -> health.trouble("cassandra")));
    return new MonitoringApp(Map.of("grpc", server.address(), "admin", admin.address()), closer);
  }

  private static void keepUp(Engine engine, CheckKeys keys, Closer closer) {
    closer.add(
        "catalogue", Upkeep.start("catalogue", CATALOG_POLL, () -> engine.checks().refresh()));
    closer.add(
        "index",
        Upkeep.start(
            "index", INDEX_LOOKS, () -> engine.queries().upkeep().run(engine.shards().serving())));
    closer.add("chunks", Upkeep.start("chunks", CHUNK_ROUNDS, () -> engine.chunkRounds().run()));
    closer.add("chunk rounds", engine.chunkRounds()::end);
    closer.add("check key", Upkeep.start("check-key", REGISTER_POLL, keys::register));
  }

  private static SigningKey checkKey(Stores stores, MonitoringConfig config, Member member) {
    var org = member.identity().identity().org().value();
    return CheckKey.open(stores.secrets(), config.keyFile(), org);
  }

  private static SystemOf systemOf(Engine engine) {
    return SystemOf.systems()
        .with(
            "checks",
            check -> engine.checks().refresh().find(check.toString()).map(CheckDefinition::system));
  }

  private static List<BindableService> endpoints(
      MonitoringConfig config,
      Engine engine,
      Owners owners,
      Peers peers,
      Member member,
      SigningKey key,
      Environment environment) {
    var services = new ArrayList<BindableService>();
    services.add(
        new ObservationSessionEndpoint(
            new SessionParts(
                engine.shards(),
                engine.intake(),
                engine.subjects(),
                engine.checks(),
                new DefinitionSigner(key, member.keys()),
                member.keys(),
                config.keepalive().rules(),
                config.credits(),
                engine.clock())));
    services.addAll(
        new Endpoints(
                member.identity().identity().org().resourceName(),
                engine.shards(),
                engine.checks(),
                engine.timeline(),
                engine.queries().index(),
                engine.reader(),
                engine.queries().parts(),
                engine.writes(),
                peers,
                owners::all,
                engine.clock(),
                environment.clock(),
                environment.ids())
            .all());
    return services;
  }

  private static ClientChannel toPeer(String address, Member member, Telemetry telemetry) {
    return GrpcClients.builder("dns:///" + address, member.identity(), SERVICE)
        .telemetry(telemetry)
        .deadline(PEER_DEADLINE)
        .open();
  }

  @Override
  public Map<String, String> addresses() {
    return addresses;
  }

  @Override
  public void close() {
    closer.close();
  }
}
