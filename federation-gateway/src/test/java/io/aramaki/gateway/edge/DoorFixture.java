package io.aramaki.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.rpc.ErrorInfo;
import io.aramaki.gateway.domain.session.RelayProgress;
import io.aramaki.gateway.domain.session.Revocations;
import io.aramaki.gateway.domain.session.ShardOwner;
import io.aramaki.gateway.domain.session.ShardOwners;
import io.aramaki.gateway.grpc.session.RefusalDetails;
import io.aramaki.gateway.testing.AgentClient;
import io.aramaki.gateway.testing.AgentClient.AgentCall;
import io.aramaki.gateway.testing.ScriptedUpstream;
import io.aramaki.gateway.testing.TestOrg;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.kit.testing.MutableClock;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// The agents' door between real clients and scripted services, all over TLS on loopback.
final class DoorFixture implements AutoCloseable {
  static final String OBSERVE = "io.aramaki.agent.v1.ObservationSessionService/Observe";
  static final String CONTROL = "io.aramaki.agent.v1.ControlSessionService/Control";
  static final String ENROL = "io.aramaki.inventory.v1.EnrolmentService/Enrol";
  static final String RENEW = "io.aramaki.inventory.v1.EnrolmentService/RenewCertificate";
  static final String GET_KEY_SET = "io.aramaki.inventory.v1.KeyService/GetKeySet";
  static final Duration PATIENCE = Duration.ofSeconds(10);

  final MutableClock clock = MutableClock.started();
  final RelayProgress progress = new RelayProgress();
  final TestOrg org;
  final TlsIdentity gateway;
  final ScriptedUpstream monitoring;
  final ScriptedUpstream inventory;
  final AgentDoor door;
  volatile ShardOwners owners;
  volatile Revocations revocations = Revocations.unknown().with(List.of(), List.of(), true);
  private final List<AgentClient> opened = new ArrayList<>();

  DoorFixture(Path directory) throws IOException {
    this(directory, OpenTelemetry.noop());
  }

  DoorFixture(Path directory, OpenTelemetry telemetry) throws IOException {
    this.org = new TestOrg(directory, clock);
    this.gateway = org.service("gateway");
    this.monitoring = ScriptedUpstream.start(org.service("monitoring"), OBSERVE);
    this.inventory =
        ScriptedUpstream.start(org.service("inventory"), CONTROL, ENROL, RENEW, GET_KEY_SET);
    this.owners = allOwnedBy("monitoring-1", monitoring.address(), 1);
    this.door =
        AgentDoor.start(
            new AgentDoorOptions("127.0.0.1", 0, gateway, 2),
            new EdgeServices(
                () -> owners,
                () -> revocations,
                () -> Optional.of(inventory.address()),
                RefusalDetails::encode,
                progress,
                clock,
                clock.nanoTime()),
            telemetry);
  }

  static ShardOwners allOwnedBy(String instance, String address, long epoch) {
    Map<Integer, ShardOwner> owners = new HashMap<>();
    for (int shard = 0; shard < 4; shard++) {
      owners.put(shard, new ShardOwner(instance, address, epoch));
    }
    return ShardOwners.none().merge(4, owners);
  }

  AgentClient client(TlsIdentity agent) {
    return client(TlsContexts.mutual(agent));
  }

  /// Opens a client that believes our authority, whatever it shows itself.
  AgentClient client(TlsContexts showing) {
    var client = AgentClient.open(door.address(), ours(), showing);
    opened.add(client);
    return client;
  }

  AgentClient anonymous() {
    return client(ours());
  }

  private TlsContexts ours() {
    return TlsContexts.anonymous(List.of(org.authority()), clock);
  }

  static void waitUntil(Callable<Boolean> condition) {
    await().atMost(PATIENCE).until(condition);
  }

  static void assertEnded(AgentCall call, Status.Code code, String reason) throws Exception {
    StatusRuntimeException end = call.end();
    assertThat(end.getStatus().getCode()).as(end.toString()).isEqualTo(code);
    assertThat(reason(end)).as(end.toString()).isEqualTo(reason);
  }

  static String reason(StatusRuntimeException end) throws IOException {
    var status = StatusProto.fromThrowable(end);
    return status == null || status.getDetailsCount() == 0
        ? ""
        : status.getDetails(0).unpack(ErrorInfo.class).getReason();
  }

  @Override
  public void close() {
    opened.forEach(AgentClient::close);
    door.close();
    monitoring.close();
    inventory.close();
  }
}
