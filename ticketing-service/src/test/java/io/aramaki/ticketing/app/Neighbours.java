package io.aramaki.ticketing.app;

import com.google.protobuf.ByteString;
import io.aramaki.inventory.v1.AgentServiceGrpc.AgentServiceImplBase;
import io.aramaki.inventory.v1.AnchorChainRequest;
import io.aramaki.inventory.v1.AnchorChainResponse;
import io.aramaki.inventory.v1.AuditServiceGrpc.AuditServiceImplBase;
import io.aramaki.inventory.v1.GetKeySetRequest;
import io.aramaki.inventory.v1.KeyServiceGrpc.KeyServiceImplBase;
import io.aramaki.inventory.v1.UserServiceGrpc.UserServiceImplBase;
import io.aramaki.inventory.v1.WatchRevocationsRequest;
import io.aramaki.inventory.v1.WatchRevocationsResponse;
import io.aramaki.kit.app.Environment;
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
import io.aramaki.kit.member.Member;
import io.aramaki.kit.member.MemberConfig;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.sign.KeySetFile;
import io.aramaki.kit.security.sign.KeySets;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.monitoring.v1.AppendEventsRequest;
import io.aramaki.monitoring.v1.AppendEventsResponse;
import io.aramaki.monitoring.v1.TimelineEvent;
import io.aramaki.monitoring.v1.TimelineServiceGrpc.TimelineServiceImplBase;
import io.aramaki.type.v1.KeySet;
import io.aramaki.type.v1.SignedKeySet;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// What ticketing needs around it, with real keys over real TLS: an inventory, a timeline, and
/// alerting's identity.
final class Neighbours implements AutoCloseable {
  private static final Duration LIFETIME = Duration.ofHours(1);

  /// What timelines show: as in monitoring's table, one line for a system, a time and an id.
  final List<TimelineEvent> events = new CopyOnWriteArrayList<>();

  /// How many lines timelines were told, those told twice counted twice.
  final AtomicInteger tellings = new AtomicInteger();

  private final AtomicInteger unanswered = new AtomicInteger();

  final String org;
  private final Path directory;
  private final OrgId orgId;
  private final CertificateAuthority authority;
  private final SignedKeySet keys;
  private final GrpcServer inventory;
  private final int monitoringPort;
  private GrpcServer monitoring;

  Neighbours(Path directory) throws CertificateEncodingException {
    this.directory = directory;
    var random = new SecureRandom();
    var root = SigningKey.generate(random);
    orgId = OrgId.of(root.publicKey());
    org = orgId.resourceName();
    authority = CertificateAuthority.create(orgId, random, Clock.systemUTC());
    keys =
        KeySets.sign(
            root,
            KeySet.newBuilder()
                .setOrg(orgId.value())
                .setVersion(1)
                .addKeys(SigningKey.generate(random).published(KeySet.Key.Purpose.TOKEN))
                .addCaCertificates(ByteString.copyFrom(authority.certificate().getEncoded()))
                .build());
    inventory =
        server(
            identity("inventory", "1"),
            0,
            List.of(new Agents(), new Keys(), new Users(), new Audits()));
    monitoring = server(identity("monitoring", "1"), 0, List.of(new Timeline()));
    monitoringPort = monitoring.port();
  }

  /// Monitoring goes away.
  void monitoringLeaves() {
    monitoring.close();
  }

  /// Monitoring is there again where it was, and its first answers get lost.
  void monitoringReturns(int lostAnswers) {
    unanswered.set(lostAnswers);
    monitoring = server(identity("monitoring", "2"), monitoringPort, List.of(new Timeline()));
  }

  private static GrpcServer server(
      TlsIdentity identity, int port, List<BindableService> endpoints) {
    var systemOf =
        SystemOf.systems()
            .with("agents", _ -> Optional.empty())
            .with("users", _ -> Optional.empty());
    var security =
        new GrpcSecurity(
            TokenVerifier.NONE,
            RightsSource.NOBODY,
            systemOf,
            Revocations.NONE,
            new MemoryAuditLog(Clock.systemUTC()));
    return GrpcServer.builder(
            GrpcServerConfig.at("127.0.0.1", port), identity, security, Environment.system())
        .services(endpoints)
        .start();
  }

  private TlsIdentity identity(String service, String instance) {
    var material =
        authority.issueOwn(Identity.service(orgId, service, instance), ExtraNames.NONE, LIFETIME);
    return TlsIdentity.create(
        directory.resolve(service + "-" + instance), material, Clock.systemUTC());
  }

  /// A new instance's place in the organisation.
  MemberConfig member(String instance) {
    var tls = directory.resolve("ticketing-" + instance);
    identity("ticketing", instance);
    KeySetFile.create(Member.keySetFile(tls), orgId, keys);
    return new MemberConfig(
        "dns:///127.0.0.1:" + inventory.port(), tls, Optional.empty(), instance, Optional.empty());
  }

  /// Where monitoring answers.
  String monitoring() {
    return "dns:///127.0.0.1:" + monitoringPort;
  }

  /// Opens a channel to an instance of ticketing, as alerting.
  ClientChannel asAlerting(String address, String instance) {
    return GrpcClients.builder("dns:///" + address, identity("alerting", instance), "ticketing")
        .open();
  }

  @Override
  public void close() {
    inventory.close();
    monitoring.close();
  }

  private final class Timeline extends TimelineServiceImplBase {
    @Override
    public void appendEvents(
        AppendEventsRequest request, StreamObserver<AppendEventsResponse> answer) {
      // What another test left in the ledger comes, too, for its own organisation.
      var ours =
          request.getEventsList().stream()
              .filter(event -> event.getSystem().startsWith(org + "/"))
              .toList();
      ours.forEach(this::keep);
      tellings.addAndGet(ours.size());
      if (!ours.isEmpty() && unanswered.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        answer.onError(Status.UNAVAILABLE.asRuntimeException());
        return;
      }
      answer.onNext(AppendEventsResponse.getDefaultInstance());
      answer.onCompleted();
    }

    private synchronized void keep(TimelineEvent event) {
      events.removeIf(known ->
          known.getSystem().equals(event.getSystem())
              && known.getEventTime().equals(event.getEventTime())
              && known.getEventId().equals(event.getEventId()));
      events.add(event);
    }
  }

  private static final class Agents extends AgentServiceImplBase {
    @Override
    public void watchRevocations(
        WatchRevocationsRequest request, StreamObserver<WatchRevocationsResponse> answer) {
      answer.onNext(WatchRevocationsResponse.newBuilder().setComplete(true).build());
    }
  }

  private final class Keys extends KeyServiceImplBase {
    @Override
    public void getKeySet(GetKeySetRequest request, StreamObserver<SignedKeySet> answer) {
      answer.onNext(keys);
      answer.onCompleted();
    }
  }

  private static final class Users extends UserServiceImplBase {}

  private static final class Audits extends AuditServiceImplBase {
    @Override
    public void anchorChain(
        AnchorChainRequest request, StreamObserver<AnchorChainResponse> answer) {
      answer.onNext(AnchorChainResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }
}
