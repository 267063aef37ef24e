package io.aramaki.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
import io.aramaki.gateway.testing.AgentClient;
import io.aramaki.gateway.testing.AgentClient.AgentCall;
import io.aramaki.gateway.testing.GatewayFixture;
import io.aramaki.gateway.testing.ProtoServices;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.grpc.access.CallerHeaders;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.type.v1.Role;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every RPC that the protos have times every kind of caller at the agents' door, in front of real
/// servers. `edge-access.txt` says what is expected.
final class EdgeAccessTest {
  private static final String ENROLMENT = "io.aramaki.inventory.v1.EnrolmentService/";
  private static final String CONTROL = "io.aramaki.agent.v1.ControlSessionService/Control";
  private static final String OBSERVE = "io.aramaki.agent.v1.ObservationSessionService/Observe";

  /// Who calls.
  private enum Caller {
    NOBODY,
    FOREIGN,
    EXPIRED,
    /// One of our own services.
    SERVICE,
    AGENT,
    /// An agent that got hold of a person's internal token for just this RPC.
    AGENT_WITH_TOKEN,
    /// An agent that says it is the gateway vouching for another agent.
    AGENT_VOUCHING,
    /// Somebody with an administrator's internal token for another RPC, and no certificate.
    MISLED,
    /// Somebody with a viewer's internal token for just this RPC.
    VIEWER,
    /// Somebody with the token of an operator of another system for just this RPC.
    ELSEWHERE,
    /// An agent that shows the token of MISLED as well.
    AGENT_MISLED,
    /// An agent that shows the token of VIEWER as well.
    AGENT_VIEWER,
    /// An agent that shows the token of ELSEWHERE as well.
    AGENT_ELSEWHERE
  }

  @TempDir static Path directory;
  private static GatewayFixture gateway;
  private static final Map<Caller, AgentClient> CLIENTS = new EnumMap<>(Caller.class);

  @BeforeAll
  static void open() {
    gateway = new GatewayFixture(directory, Environment.system());
    gateway.ownAllAgents();
    gateway.people().grant("viewer", Role.VIEWER).grant("elsewhere", Role.OPERATOR, "elsewhere");
    gateway.script().talk(OBSERVE, EdgeAccessTest::hangUp).talk(CONTROL, EdgeAccessTest::hangUp);
    for (Caller caller : Caller.values()) {
      CLIENTS.put(caller, client(caller));
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> cell(OBSERVE, Caller.AGENT).equals("OK"));
  }

  /// Ends when the other side does.
  private static StreamObserver<Message> hangUp(StreamObserver<Message> answers) {
    return new StreamObserver<>() {
      @Override
      public void onNext(Message message) {}

      @Override
      public void onError(Throwable error) {}

      @Override
      public void onCompleted() {
        answers.onCompleted();
      }
    };
  }

  private static AgentClient client(Caller caller) {
    var ours = TlsContexts.anonymous(List.of(gateway.org().authority()), Clock.systemUTC());
    return AgentClient.open(
        gateway.address("agents"),
        ours,
        switch (caller) {
          case NOBODY, MISLED, VIEWER, ELSEWHERE -> ours;
          case FOREIGN -> showing(gateway.org().foreignAgent("host1"));
          case EXPIRED -> showing(gateway.org().expiredAgent("host1"));
          case SERVICE -> showing(gateway.org().service("monitoring"));
          case AGENT,
              AGENT_WITH_TOKEN,
              AGENT_VOUCHING,
              AGENT_MISLED,
              AGENT_VIEWER,
              AGENT_ELSEWHERE ->
              showing(gateway.org().agent("host1"));
        });
  }

  private static TlsContexts showing(TlsIdentity identity) {
    return TlsContexts.mutual(identity);
  }

  @AfterAll
  static void close() {
    CLIENTS.values().forEach(AgentClient::close);
    gateway.close();
  }

  @Test
  void everyRpc_answersEveryCallerAsTheTableSays() throws Exception {
    var actual = new TreeMap<String, List<String>>();
    for (ServiceDescriptor service : ProtoServices.all()) {
      for (var method : service.getMethods()) {
        String rpc = service.getFullName() + "/" + method.getName();
        var cells = new ArrayList<String>();
        for (Caller caller : Caller.values()) {
          cells.add(cell(rpc, caller));
        }
        actual.put(rpc, cells);
      }
    }

    List<String> columns = Arrays.stream(Caller.values()).map(Enum::name).toList();
    assertThat(AccessTable.read("edge-access.txt").differences(columns, actual)).isEmpty();
  }

  @Test
  void refusedCalls_reachNoService() throws Exception {
    String revoke = "io.aramaki.inventory.v1.AgentService/RevokeAgent";

    String answer = cell(revoke, Caller.AGENT_WITH_TOKEN);

    assertThat(answer).isEqualTo("UNIMPLEMENTED");
    assertThat(gateway.script().calls(revoke)).isEmpty();
    assertThat(gateway.script().calls(ENROLMENT + "Enrol")).hasSizeLessThan(20);
  }

  private static String cell(String rpc, Caller caller) throws Exception {
    AgentClient client = java.util.Objects.requireNonNull(CLIENTS.get(caller));
    AgentCall call = client.call(rpc, headers(rpc, caller), CallOptions.DEFAULT);
    call.request(1);
    call.send(new byte[0]).halfClose();
    return call.end().getStatus().getCode().name();
  }

  private static Metadata headers(String rpc, Caller caller) {
    return switch (caller) {
      case AGENT_WITH_TOKEN -> token("alice", rpc);
      case MISLED, AGENT_MISLED -> token("alice", another(rpc));
      case VIEWER, AGENT_VIEWER -> token("viewer", rpc);
      case ELSEWHERE, AGENT_ELSEWHERE -> token("elsewhere", rpc);
      case AGENT_VOUCHING ->
          CallerHeaders.agent(
              gateway.orgName() + "/agents/host2", gateway.people().gatewayCertificate());
      case NOBODY, FOREIGN, EXPIRED, SERVICE, AGENT -> new Metadata();
    };
  }

  private static Metadata token(String user, String rpc) {
    return CallerHeaders.person(gateway.people().token(user, rpc));
  }

  private static String another(String rpc) {
    return rpc.substring(0, rpc.indexOf('/')) + "/AnotherRpc";
  }
}
