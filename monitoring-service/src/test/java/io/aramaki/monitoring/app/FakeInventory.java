package io.aramaki.monitoring.app;

import io.aramaki.inventory.v1.AgentServiceGrpc.AgentServiceImplBase;
import io.aramaki.inventory.v1.AnchorChainRequest;
import io.aramaki.inventory.v1.AnchorChainResponse;
import io.aramaki.inventory.v1.AuditServiceGrpc.AuditServiceImplBase;
import io.aramaki.inventory.v1.GetKeySetRequest;
import io.aramaki.inventory.v1.GetSubjectSetRequest;
import io.aramaki.inventory.v1.KeyServiceGrpc.KeyServiceImplBase;
import io.aramaki.inventory.v1.ListRightsRequest;
import io.aramaki.inventory.v1.ListRightsResponse;
import io.aramaki.inventory.v1.RegisterCheckKeyRequest;
import io.aramaki.inventory.v1.SubjectSet;
import io.aramaki.inventory.v1.UserServiceGrpc.UserServiceImplBase;
import io.aramaki.inventory.v1.WatchRevocationsRequest;
import io.aramaki.inventory.v1.WatchRevocationsResponse;
import io.aramaki.kit.security.sign.KeySets;
import io.aramaki.kit.security.sign.Signatures;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.type.v1.KeySet;
import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.SignedKeySet;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What monitoring needs of inventory, kept in memory and set by tests.
final class FakeInventory {
  final Map<String, SubjectSet> subjects = new ConcurrentHashMap<>();
  final Map<String, List<Right>> rights = new ConcurrentHashMap<>();
  final Set<String> revokedCertificates = ConcurrentHashMap.newKeySet();
  final AtomicInteger subjectQuestions = new AtomicInteger();
  volatile boolean away;

  private final SigningKey root;
  private volatile KeySet keys;

  FakeInventory(SigningKey root, KeySet keys) {
    this.root = root;
    this.keys = keys;
  }

  SignedKeySet signedKeys() {
    return KeySets.sign(root, keys);
  }

  void enrol(String agent, String system, String... proxies) {
    subjects.put(
        agent,
        SubjectSet.newBuilder()
            .setAgent(agent)
            .setSystem(system)
            .addSystems(system)
            .addAllSystems(List.of(proxies))
            .setVersion(1 + proxies.length)
            .build());
  }

  List<BindableService> services() {
    return List.of(new Agents(), new Keys(), new Users(), new Audits());
  }

  private final class Agents extends AgentServiceImplBase {
    @Override
    public void getSubjectSet(GetSubjectSetRequest request, StreamObserver<SubjectSet> answer) {
      subjectQuestions.incrementAndGet();
      SubjectSet set = subjects.get(request.getAgent());
      if (away) {
        answer.onError(Status.UNAVAILABLE.asRuntimeException());
      } else if (set == null) {
        answer.onError(
            io.aramaki.kit.grpc.error.Errors.of(
                Status.Code.NOT_FOUND, "AGENT_NOT_FOUND", "there is no such agent"));
      } else {
        answer.onNext(set);
        answer.onCompleted();
      }
    }

    @Override
    public void watchRevocations(
        WatchRevocationsRequest request, StreamObserver<WatchRevocationsResponse> answer) {
      answer.onNext(
          WatchRevocationsResponse.newBuilder()
              .addAllCertificatesSha256(revokedCertificates)
              .setComplete(true)
              .build());
    }
  }

  private final class Keys extends KeyServiceImplBase {
    @Override
    public void getKeySet(GetKeySetRequest request, StreamObserver<SignedKeySet> answer) {
      answer.onNext(signedKeys());
      answer.onCompleted();
    }

    @Override
    public synchronized void registerCheckKey(
        RegisterCheckKeyRequest request, StreamObserver<SignedKeySet> answer) {
      var key =
          SigningKey.published(
              Signatures.publicKey(request.getPublicKey().toByteArray()), KeySet.Key.Purpose.CHECK);
      if (!keys.getKeysList().contains(key)) {
        keys = keys.toBuilder().setVersion(keys.getVersion() + 1).addKeys(key).build();
      }
      answer.onNext(signedKeys());
      answer.onCompleted();
    }
  }

  private final class Users extends UserServiceImplBase {
    @Override
    public void listRights(ListRightsRequest request, StreamObserver<ListRightsResponse> answer) {
      answer.onNext(
          ListRightsResponse.newBuilder()
              .addAllRights(rights.getOrDefault(request.getPrincipal(), List.of()))
              .build());
      answer.onCompleted();
    }
  }

  private static final class Audits extends AuditServiceImplBase {
    @Override
    public void anchorChain(
        AnchorChainRequest request, StreamObserver<AnchorChainResponse> answer) {
      answer.onNext(AnchorChainResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }
}
