package io.aramaki.monitoring.app;

import com.google.protobuf.ByteString;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.grpc.access.CallerHeaders;
import io.aramaki.kit.grpc.access.GrpcSecurity;
import io.aramaki.kit.grpc.access.Revocations;
import io.aramaki.kit.grpc.access.RightsSource;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.grpc.access.TokenVerifier;
import io.aramaki.kit.grpc.client.ClientChannel;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.grpc.matrix.MemoryAuditLog;
import io.aramaki.kit.grpc.server.GrpcServer;
import io.aramaki.kit.grpc.server.GrpcServerConfig;
import io.aramaki.kit.http.admin.HttpConfig;
import io.aramaki.kit.member.Member;
import io.aramaki.kit.member.MemberConfig;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.Secrets;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.sign.InternalTokens;
import io.aramaki.kit.security.sign.InternalTokens.Audience;
import io.aramaki.kit.security.sign.KeySetFile;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.kit.telemetry.TelemetryConfig;
import io.aramaki.monitoring.app.MonitoringConfig.KeepaliveConfig;
import io.aramaki.monitoring.app.MonitoringConfig.RetentionConfig;
import io.aramaki.monitoring.app.MonitoringConfig.SeriesConfig;
import io.aramaki.type.v1.KeySet;
import io.aramaki.type.v1.Principal;
import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.Role;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// An organisation with real keys, an inventory that answers over mutual TLS, a gateway's identity
/// to bring agents and people, and monitoring instances on a real Cassandra.
final class World implements AutoCloseable {
  /// The most series of one agent.
  static final int SERIES_PER_AGENT = 1_000;

  private static final Duration LIFETIME = Duration.ofHours(1);

  final FakeInventory inventory;
  final String org;
  private final SecureRandom random = new SecureRandom();
  final Path directory;
  private final CassandraConfig cassandra;
  final OrgId orgId;
  final CertificateAuthority authority;
  final SigningKey tokenKey = SigningKey.generate(random);
  private final TlsIdentity gateway;
  private final GrpcServer inventoryServer;

  World(Path directory, CassandraConfig cassandra) throws CertificateEncodingException {
    this.directory = directory;
    this.cassandra = cassandra;
    SigningKey root = SigningKey.generate(random);
    orgId = OrgId.of(root.publicKey());
    org = orgId.resourceName();
    authority = CertificateAuthority.create(orgId, random, Clock.systemUTC());
    inventory =
        new FakeInventory(
            root,
            KeySet.newBuilder()
                .setOrg(orgId.value())
                .setVersion(1)
                .addKeys(tokenKey.published(KeySet.Key.Purpose.TOKEN))
                .addCaCertificates(ByteString.copyFrom(authority.certificate().getEncoded()))
                .build());
    inventory.rights.put(
        org + "/users/admin",
        List.of(Right.newBuilder().setRole(Role.ADMIN).setOrganisationWide(true).build()));
    gateway = identity("gateway", "g1");
    inventoryServer =
        GrpcServer.builder(
                GrpcServerConfig.local(),
                identity("inventory", "i1"),
                new GrpcSecurity(
                    TokenVerifier.NONE,
                    RightsSource.NOBODY,
                    SystemOf.systems()
                        .with("agents", _ -> Optional.empty())
                        .with("users", _ -> Optional.empty()),
                    Revocations.NONE,
                    new MemoryAuditLog(Clock.systemUTC())),
                Environment.system())
            .services(inventory.services())
            .start();
  }

  TlsIdentity identity(String service, String instance) {
    var material =
        authority.issueOwn(Identity.service(orgId, service, instance), ExtraNames.NONE, LIFETIME);
    return TlsIdentity.create(
        directory.resolve(service + "-" + instance), material, Clock.systemUTC());
  }

  String system(String id) {
    return org + "/systems/" + id;
  }

  String agent(String id) {
    return org + "/agents/" + id;
  }

  String check(String id) {
    return org + "/checks/" + id;
  }

  MonitoringConfig config(String instance, Optional<URI> otlp, KeepaliveConfig keepalive) {
    Path tls = directory.resolve("monitoring-" + instance);
    if (!Files.exists(tls)) {
      identity("monitoring", instance);
      KeySetFile.create(Member.keySetFile(tls), orgId, inventory.signedKeys());
    }
    return new MonitoringConfig(
        new MemberConfig(
            "dns:///127.0.0.1:" + inventoryServer.port(),
            tls,
            Optional.empty(),
            instance,
            Optional.empty()),
        cassandra.withRequestTimeout(Duration.ofSeconds(2)),
        GrpcServerConfig.local(),
        HttpConfig.loopback(),
        new TelemetryConfig(otlp, 1.0),
        directory.resolve("check.key"),
        Optional.empty(),
        32,
        keepalive,
        RetentionConfig.defaults(),
        new SeriesConfig(SERIES_PER_AGENT, SERIES_PER_AGENT * 10));
  }

  MonitoringApp start(String instance) {
    return start(instance, KeepaliveConfig.defaults());
  }

  MonitoringApp start(String instance, KeepaliveConfig keepalive) {
    return MonitoringApp.start(config(instance, Optional.empty(), keepalive), Environment.system());
  }

  /// The same configuration for an instance in a process of its own.
  Path yaml(String instance) throws java.io.IOException {
    MonitoringConfig config = config(instance, Optional.empty(), KeepaliveConfig.defaults());
    String text =
        """
        member:
          inventory: %s
          tls-directory: %s
          instance: %s
        cassandra:
          contact-points: [%s]
          keyspace: %s
          request-timeout: 2s
        %s
        key-file: %s
        """
            .formatted(
                config.member().inventory(),
                config.member().tlsDirectory(),
                instance,
                cassandra.contactPoints().getFirst(),
                cassandra.keyspace(),
                cassandra
                    .username()
                    .map(user ->
                        "  username: "
                            + user
                            + "\n  password-file: "
                            + cassandra.passwordFile().orElseThrow())
                    .orElse(""),
                config.keyFile());
    return Files.writeString(directory.resolve("monitoring-" + instance + ".yaml"), text);
  }

  ClientChannel channel(String address) {
    return GrpcClients.builder("dns:///" + address, gateway, "monitoring").open();
  }

  /// A channel of another instance of monitoring.
  ClientChannel asMonitoring(String address) {
    return GrpcClients.builder("dns:///" + address, identity("monitoring", "asking"), "monitoring")
        .open();
  }

  static Channel asAgent(Channel channel, String agent) {
    Metadata headers =
        CallerHeaders.agent(
            agent, Sha256.of(agent.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    return io.grpc.ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  /// A channel on which a person makes calls of one RPC.
  Channel asPerson(Channel channel, String user, String fullMethodName) {
    var mint = new InternalTokens.Mint(tokenKey, Clock.systemUTC(), new Secrets(random));
    var principal =
        Principal.newBuilder().setName(org + "/users/" + user).setKind(Principal.Kind.USER).build();
    var token =
        mint.mint(
            principal,
            Audience.ofFullMethodName(fullMethodName),
            gateway.material().fingerprint(),
            Duration.ofSeconds(60));
    return io.grpc.ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(CallerHeaders.person(token)));
  }

  @Override
  public void close() {
    inventoryServer.close();
  }
}
