package io.aramaki.kit.member;

import com.google.protobuf.ByteString;
import io.aramaki.inventory.v1.AgentServiceGrpc.AgentServiceImplBase;
import io.aramaki.inventory.v1.AnchorChainRequest;
import io.aramaki.inventory.v1.AnchorChainResponse;
import io.aramaki.inventory.v1.AuditServiceGrpc.AuditServiceImplBase;
import io.aramaki.inventory.v1.EnrolRequest;
import io.aramaki.inventory.v1.EnrolResponse;
import io.aramaki.inventory.v1.EnrolmentServiceGrpc.EnrolmentServiceImplBase;
import io.aramaki.inventory.v1.GetKeySetRequest;
import io.aramaki.inventory.v1.KeyServiceGrpc.KeyServiceImplBase;
import io.aramaki.inventory.v1.ListRightsRequest;
import io.aramaki.inventory.v1.ListRightsResponse;
import io.aramaki.inventory.v1.RenewCertificateRequest;
import io.aramaki.inventory.v1.UserServiceGrpc.UserServiceImplBase;
import io.aramaki.inventory.v1.WatchRevocationsRequest;
import io.aramaki.inventory.v1.WatchRevocationsResponse;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.grpc.ServerStreams;
import io.aramaki.kit.grpc.StreamSink;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.GrpcSecurity;
import io.aramaki.kit.grpc.access.Revocations;
import io.aramaki.kit.grpc.access.RightsSource;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.grpc.access.TokenVerifier;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.matrix.MemoryAuditLog;
import io.aramaki.kit.grpc.server.GrpcServer;
import io.aramaki.kit.grpc.server.GrpcServerConfig;
import io.aramaki.kit.security.EnrolmentTokenString;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.authority.ProvenRequest;
import io.aramaki.kit.security.sign.KeySets;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.type.v1.KeySet;
import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.SignedKeySet;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// The side of inventory that members talk to, behind real TLS, with an authority of its own. It
/// does as it is told, also wrong things.
final class FakeInventory implements AutoCloseable {
  static final byte[] SECRET = new byte[EnrolmentTokenString.SECRET_BYTES];
  private static final Duration LIFE = Duration.ofHours(1);
  private static final int NEWS_MAX = 100;

  final SecureRandom random = new SecureRandom();
  final OrgId org;
  final CertificateAuthority authority;
  private final SigningKey root = SigningKey.generate(random);
  private final SigningKey tokenKey = SigningKey.generate(random);
  private final List<Sha256> enrolledKeys = new ArrayList<>();
  private final List<AnchorChainRequest> anchored = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final BlockingQueue<String> revocations = new LinkedBlockingQueue<>(NEWS_MAX);
  private final GrpcServer server;
  private long keySetVersion = 1;
  private int answersToLose;

  FakeInventory(Path directory) {
    org = OrgId.of(root.publicKey());
    authority = CertificateAuthority.create(org, random, Clock.systemUTC());
    var identity =
        TlsIdentity.create(
            directory.resolve("inventory"),
            authority.issueOwn(Identity.service(org, "inventory", "i1"), ExtraNames.NONE, LIFE),
            Clock.systemUTC());
    var security =
        new GrpcSecurity(
            TokenVerifier.NONE,
            RightsSource.NOBODY,
            SystemOf.systems().with("agents", _ -> Optional.empty()),
            Revocations.NONE,
            new MemoryAuditLog(Clock.systemUTC()));
    server =
        GrpcServer.builder(GrpcServerConfig.local(), identity, security, Environment.system())
            .services(
                List.of(new Enrolments(), new Keys(), new Agents(), new Users(), new Audits()))
            .start();
  }

  String target() {
    return "dns:///" + server.address();
  }

  String address() {
    return server.address();
  }

  /// Answers a token that leads here.
  String token() {
    return token(Sha256.of(authority.certificate()));
  }

  String token(Sha256 pinned) {
    return new EnrolmentTokenString(
            org, List.of(server.address()), pinned, "t1", SECRET, Instant.now().plusSeconds(600))
        .format();
  }

  /// Consumes the next requests for a certificate, but lets the answers get lost.
  synchronized void loseAnswers(int count) {
    answersToLose = count;
  }

  /// Answers the keys for which certificates were asked, in order.
  synchronized List<Sha256> enrolledKeys() {
    return List.copyOf(enrolledKeys);
  }

  synchronized List<AnchorChainRequest> anchored() {
    return List.copyOf(anchored);
  }

  /// Answers for whom rights were asked.
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  synchronized void keySetVersion(long version) {
    keySetVersion = version;
  }

  void revoke(Sha256 certificate) {
    revocations.add(certificate.hex());
  }

  /// Ends the stream that is open; the watcher has to come again.
  void endStream() {
    revocations.add("");
  }

  synchronized SignedKeySet keySet() {
    return KeySets.sign(
        root,
        KeySet.newBuilder()
            .setOrg(org.value())
            .setVersion(keySetVersion)
            .addKeys(tokenKey.published(KeySet.Key.Purpose.TOKEN))
            .addCaCertificates(der(authority.certificate()))
            .build());
  }

  /// Keeps which key was shown, and says whether the answer gets lost.
  private synchronized boolean takes(ProvenRequest request) {
    enrolledKeys.add(request.keySha256());
    return answersToLose-- > 0;
  }

  private EnrolResponse certificate(byte[] pkcs10, String instance) {
    var request = ProvenRequest.parse(pkcs10);
    if (takes(request)) {
      throw Errors.unavailable("NOT_READY", "lost by the test", Duration.ofSeconds(1));
    }
    List<X509Certificate> chain =
        authority.issue(
            request, Identity.service(org, "monitoring", instance), ExtraNames.NONE, LIFE);
    return EnrolResponse.newBuilder()
        .setName(org.resourceName() + "/services/monitoring")
        .addAllCertificateChain(chain.stream().map(FakeInventory::der).toList())
        .setKeySet(keySet())
        .build();
  }

  private static ByteString der(X509Certificate certificate) {
    try {
      return ByteString.copyFrom(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }

  private final class Enrolments extends EnrolmentServiceImplBase {
    @Override
    public void enrol(EnrolRequest request, StreamObserver<EnrolResponse> observer) {
      Unary.answer(
          observer, () -> certificate(request.getCertificateRequest().toByteArray(), "i7"));
    }

    @Override
    public void renewCertificate(
        RenewCertificateRequest request, StreamObserver<EnrolResponse> observer) {
      Unary.answer(
          observer, () -> certificate(request.getCertificateRequest().toByteArray(), "i7"));
    }
  }

  private final class Keys extends KeyServiceImplBase {
    @Override
    public void getKeySet(GetKeySetRequest request, StreamObserver<SignedKeySet> observer) {
      Unary.answer(observer, FakeInventory.this::keySet);
    }
  }

  private final class Agents extends AgentServiceImplBase {
    @Override
    public void watchRevocations(
        WatchRevocationsRequest request, StreamObserver<WatchRevocationsResponse> observer) {
      ServerStreams.serve(observer, this::tell);
    }

    private void tell(StreamSink<WatchRevocationsResponse> sink) throws InterruptedException {
      for (String next = revocations.take(); !next.isEmpty(); next = revocations.take()) {
        sink.send(WatchRevocationsResponse.newBuilder().addCertificatesSha256(next).build());
      }
    }
  }

  private final class Users extends UserServiceImplBase {
    @Override
    public void listRights(ListRightsRequest request, StreamObserver<ListRightsResponse> observer) {
      Unary.answer(observer, () -> rights(request.getPrincipal()));
    }

    private ListRightsResponse rights(String principal) {
      synchronized (FakeInventory.this) {
        asked.add(principal);
      }
      return ListRightsResponse.newBuilder()
          .addRights(
              Right.newBuilder()
                  .setRole(io.aramaki.type.v1.Role.OPERATOR)
                  .addSystems(org.resourceName() + "/systems/web"))
          .build();
    }
  }

  private final class Audits extends AuditServiceImplBase {
    @Override
    public void anchorChain(
        AnchorChainRequest request, StreamObserver<AnchorChainResponse> observer) {
      Unary.answer(observer, () -> take(request));
    }

    private AnchorChainResponse take(AnchorChainRequest request) {
      synchronized (FakeInventory.this) {
        anchored.add(request);
        return AnchorChainResponse.newBuilder().setOrganisationSeq(anchored.size()).build();
      }
    }
  }
}
