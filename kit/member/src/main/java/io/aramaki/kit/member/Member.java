package io.aramaki.kit.member;

import com.google.protobuf.ByteString;
import io.aramaki.inventory.v1.AgentServiceGrpc;
import io.aramaki.inventory.v1.AnchorChainRequest;
import io.aramaki.inventory.v1.AuditServiceGrpc;
import io.aramaki.inventory.v1.KeyServiceGrpc;
import io.aramaki.inventory.v1.ListRightsRequest;
import io.aramaki.inventory.v1.UserServiceGrpc;
import io.aramaki.kit.app.Closer;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.discovery.Discovery;
import io.aramaki.kit.grpc.access.GrpcSecurity;
import io.aramaki.kit.grpc.access.RevokedCertificates;
import io.aramaki.kit.grpc.access.Rights;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.grpc.client.ClientChannel;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.security.audit.AuditChain;
import io.aramaki.kit.security.audit.AuditLog;
import io.aramaki.kit.security.sign.InternalTokens;
import io.aramaki.kit.security.sign.KeySetFile;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.grpc.Channel;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// This process as a member of its organisation. Made once at the start; from then on it renews the
/// certificate, follows the key set and the revocations, and anchors the audit chain, on threads of
/// its own.
public final class Member implements AutoCloseable {
  /// From one look at the key set and at the certificate's age to the next.
  static final Duration UPKEEP = Duration.ofSeconds(10);

  /// From one anchoring of the audit chain to the next.
  static final Duration ANCHOR = Duration.ofMinutes(1);

  /// How long inventory may take to say what somebody may do.
  private static final Duration RIGHTS_DEADLINE = Duration.ofSeconds(3);

  /// How long anchoring may take; a process that ends waits for it.
  private static final Duration ANCHOR_DEADLINE = Duration.ofSeconds(3);

  private final TlsIdentity identity;
  private final KeySetFile keys;
  private final ClientChannel inventory;
  private final RevokedCertificates revoked = new RevokedCertificates();
  private final Environment environment;
  private final Discovery discovery;
  private final Closer closer;

  private Member(
      TlsIdentity identity,
      KeySetFile keys,
      ClientChannel inventory,
      Environment environment,
      Discovery discovery,
      Closer closer) {
    this.identity = identity;
    this.keys = keys;
    this.inventory = inventory;
    this.environment = environment;
    this.discovery = discovery;
    this.closer = closer;
  }

  /// Joins with the certificate that is there if it is in force, or enrols with the token of the
  /// configuration.
  ///
  /// @throws io.aramaki.kit.app.BadConfiguration if there is neither
  public static Member join(MemberConfig config, Environment environment, OpenTelemetry telemetry) {
    var closer = new Closer();
    var discovery = closer.add("discovery", Discovery.open(config.discovery(), environment));
    try {
      return join(config, environment, telemetry, discovery, closer);
    } catch (RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  private static Member join(
      MemberConfig config,
      Environment environment,
      OpenTelemetry telemetry,
      Discovery discovery,
      Closer closer) {
    var enrolment = new Enrolment(config, environment);
    var identity = kept(config, environment).orElseGet(enrolment::enrol);
    var keys = KeySetFile.open(keySetFile(config.tlsDirectory()), identity.identity().org());
    var inventory =
        closer.add(
            "inventory channel",
            GrpcClients.builder(config.inventory(), identity, "inventory")
                .retrying(
                    UserServiceGrpc.getServiceDescriptor(),
                    KeyServiceGrpc.getServiceDescriptor(),
                    AgentServiceGrpc.getServiceDescriptor())
                .telemetry(telemetry)
                .open());
    var member = new Member(identity, keys, inventory, environment, discovery, closer);
    var follower = new RevocationFollower(inventory, member.revoked, environment);
    closer.add("revocations", follower);
    follower.start();
    var renewal = new Renewal(identity, keys, inventory, environment);
    closer.add("upkeep", Periodic.start("member-upkeep", UPKEEP, renewal::keepUp));
    return member;
  }

  private static Optional<TlsIdentity> kept(MemberConfig config, Environment environment) {
    return TlsIdentity.isPresent(config.tlsDirectory())
        ? Optional.of(TlsIdentity.open(config.tlsDirectory(), environment.clock()))
            .filter(identity -> !identity.isExpired())
        : Optional.empty();
  }

  /// Names the audit chain of this run of the process: `{service}/{instance}/{boot}`.
  public String auditChain(UUID boot) {
    var self = identity.identity();
    return "%s/%s/%s".formatted(self.name(), self.instance(), boot);
  }

  /// Where the key set of a process lies, beside its certificates.
  public static Path keySetFile(Path tlsDirectory) {
    return tlsDirectory.resolve("key-set.bin");
  }

  public TlsIdentity identity() {
    return identity;
  }

  /// The organisation's keys in force.
  public KeySetFile keys() {
    return keys;
  }

  /// A channel to inventory; the member closes it.
  public Channel inventory() {
    return inventory;
  }

  public RevokedCertificates revoked() {
    return revoked;
  }

  /// What a gRPC server of this process needs.
  public GrpcSecurity security(SystemOf systemOf, AuditLog audit) {
    var verifier = new InternalTokens.Verifier(keys, environment.clock());
    return new GrpcSecurity(verifier::verify, this::rightsOf, systemOf, revoked, audit);
  }

  /// Anchors the head of this process's audit chain every minute, and once more when it closes.
  public void anchor(AuditLog log) {
    closer.add("last audit anchor", () -> anchor(log.head()));
    closer.add("audit anchor", Periodic.start("audit-anchor", ANCHOR, () -> anchor(log.head())));
  }

  /// Makes this process known under its service's name until what is answered is closed, if the
  /// configuration has a section `discovery`. Call it when the server listens, and close it before
  /// the server.
  ///
  /// @param address where others reach the server, `host:port`
  /// @param trouble why it cannot work at the moment, empty if it can
  public AutoCloseable register(String address, Supplier<Optional<String>> trouble) {
    var self = identity.identity();
    return discovery.register(self.name(), self.instance(), address, trouble);
  }

  private void anchor(AuditChain.Head head) {
    if (head.seq() == 0) {
      return;
    }
    var request =
        AnchorChainRequest.newBuilder()
            .setChain(head.chain())
            .setSeq(head.seq())
            .setHash(ByteString.copyFrom(head.hash().bytes()))
            .build();
    var _ =
        AuditServiceGrpc.newBlockingStub(inventory)
            .withDeadlineAfter(ANCHOR_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
            .anchorChain(request);
  }

  private Rights rightsOf(String principal) {
    var request = ListRightsRequest.newBuilder().setPrincipal(principal).build();
    var answer =
        UserServiceGrpc.newBlockingStub(inventory)
            .withDeadlineAfter(RIGHTS_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
            .listRights(request);
    return Rights.of(answer.getRightsList());
  }

  @Override
  public void close() {
    closer.close();
  }
}
