package io.aramaki.monitoring.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Message;
import io.aramaki.agent.v1.ObservationSessionServiceGrpc;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.grpc.access.MethodAccess;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.matrix.AccessMatrix;
import io.aramaki.kit.grpc.matrix.AccessTable;
import io.aramaki.kit.grpc.matrix.CallerKind;
import io.aramaki.kit.grpc.matrix.Callers;
import io.aramaki.kit.grpc.matrix.MemberCallers;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.v1.AddNoteRequest;
import io.aramaki.monitoring.v1.AgentStatus;
import io.aramaki.monitoring.v1.Check;
import io.aramaki.monitoring.v1.CheckServiceGrpc;
import io.aramaki.monitoring.v1.CheckState;
import io.aramaki.monitoring.v1.CreateCheckRequest;
import io.aramaki.monitoring.v1.DeleteCheckRequest;
import io.aramaki.monitoring.v1.GetCheckRequest;
import io.aramaki.monitoring.v1.ListAgentStatusesRequest;
import io.aramaki.monitoring.v1.ListCheckStatesRequest;
import io.aramaki.monitoring.v1.ListChecksRequest;
import io.aramaki.monitoring.v1.ListEventsRequest;
import io.aramaki.monitoring.v1.ListLatestSamplesRequest;
import io.aramaki.monitoring.v1.ListShardOwnersRequest;
import io.aramaki.monitoring.v1.OwnershipServiceGrpc;
import io.aramaki.monitoring.v1.QueryServiceGrpc;
import io.aramaki.monitoring.v1.ReadSamplesRequest;
import io.aramaki.monitoring.v1.StateChangeServiceGrpc;
import io.aramaki.monitoring.v1.TimelineServiceGrpc;
import io.aramaki.monitoring.v1.UpdateCheckRequest;
import io.aramaki.monitoring.v1.WriteServiceGrpc;
import io.aramaki.type.v1.Access;
import io.aramaki.type.v1.CheckStatus;
import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.Role;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Who may call what of a whole instance. `access.md` is the table; a new RPC must be added to it.
@ExtendWith(CassandraExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the fields are set before the first test
final class AccessTest {
  private static final int PATIENCE_SECONDS = 20;
  private static final List<ServiceDescriptor> DESCRIPTORS =
      List.of(
          CheckServiceGrpc.getServiceDescriptor(),
          StateChangeServiceGrpc.getServiceDescriptor(),
          TimelineServiceGrpc.getServiceDescriptor(),
          QueryServiceGrpc.getServiceDescriptor(),
          OwnershipServiceGrpc.getServiceDescriptor(),
          WriteServiceGrpc.getServiceDescriptor(),
          ObservationSessionServiceGrpc.getServiceDescriptor());

  private World world;
  private MonitoringApp app;
  private WorldOrganisation organisation;
  private MemberCallers callers;

  @BeforeAll
  void start(CassandraConfig cassandra, @TempDir Path directory) throws Exception {
    world = new World(directory, cassandra);
    organisation = new WorldOrganisation(world);
    organisation.grant("kim", operator("web"));
    callers = new MemberCallers(organisation, "monitoring", this::target);
    app = world.start("m1");
    var _ = Until.until("the revocations are known", this::knowsRevocations, known -> known);
  }

  @AfterAll
  void stop() {
    callers.close();
    app.close();
    world.close();
  }

  private String target() {
    return "dns:///" + Objects.requireNonNull(app.addresses().get("grpc"));
  }

  private boolean knowsRevocations() {
    var method = OwnershipServiceGrpc.getListShardOwnersMethod();
    try {
      var _ =
          call(
              callers.approach(CallerKind.REVOKED_CERTIFICATE, MethodAccess.of(method)),
              method,
              ListShardOwnersRequest.getDefaultInstance());
      return false;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() == Code.UNAUTHENTICATED;
    }
  }

  private Right operator(String system) {
    return Right.newBuilder().setRole(Role.OPERATOR).addSystems(world.system(system)).build();
  }

  @Test
  void everyRpc_byEveryKindOfCaller_isAsDeclared() {
    // Given
    var matrix = matrix();

    // When
    var failures = matrix.failures(callers);

    // Then
    assertThat(failures).isEmpty();
    assertThat(matrix.cells()).hasSize(24 * CallerKind.values().length);
  }

  @Test
  void declarations_areThoseOfTheTable() throws IOException {
    AccessTable.assertUnchanged(matrix(), AccessTest.class);
  }

  @Test
  void services_ofTheProtos_areAllInTheTable() throws IOException {
    AccessTable.assertHasAllOf("io.aramaki.monitoring.v1", DESCRIPTORS);
  }

  @Test
  void check_ofAnotherSubtree_isNeitherShownNorChangedNorAdmittedToExist() {
    // Given
    String check = create("hidden", "web").getName();

    // When / Then
    assertNoRight("operator", CheckServiceGrpc.getGetCheckMethod(), get(check));
    assertNoRight("operator", CheckServiceGrpc.getGetCheckMethod(), get(check + "0"));
    assertThat(list("operator")).isEmpty();
    assertThat(list("kim")).contains(check);
  }

  @Test
  void filteredLists_ofTwoOperators_showEachTheOwnSystemAndNothingOfTheOther() {
    // Given
    organisation.grant("ada", operator("north"));
    organisation.grant("ben", operator("south"));
    try (var client = new Client(world, app)) {
      report(client, "north");
      report(client, "south");
    }

    // When / Then
    assertThat(filteredRpcs())
        .containsOnly(
            "ListChecks",
            "ListCheckStates",
            "ListAgentStatuses",
            "ListSeries",
            "ListLabelNames",
            "ListLabelValues",
            "ListMetricMetadata",
            "QueryInstant",
            "QueryRange");
    assertSeesNothingBut("ada", "north", "south");
    assertSeesNothingBut("ben", "south", "north");
    assertThat(states("admin", ""))
        .extracting(CheckState::getCheck)
        .contains(world.check("north"), world.check("south"));
    assertThat(statuses("admin"))
        .extracting(AgentStatus::getAgent)
        .contains(world.agent("north"), world.agent("south"));
  }

  private static List<String> filteredRpcs() {
    return matrix().cells().stream()
        .map(AccessMatrix.Cell::access)
        .filter(access -> access.scope() == Access.Scope.FILTERED)
        .map(MethodAccess::method)
        .toList();
  }

  /// Lets an agent of a system report for a check; system, agent and check are called the same.
  private void report(Client client, String id) {
    String system = world.system(id);
    String check = create(id, id).getName();
    world.inventory.enrol(world.agent(id), system);
    try (var agent = ScriptedAgent.reconnect(world.agent(id), 1, () -> client.channel)) {
      agent.send(agent.batch(1, ScriptedAgent.result(system, check, CheckStatus.OK)));
      agent.awaitAcks(1);
      client.awaitState(system, check, CheckStatus.OK);
    }
  }

  private void assertSeesNothingBut(String user, String own, String other) {
    assertThat(list(user)).containsExactly(world.check(own));
    assertThat(states(user, ""))
        .allSatisfy(state -> assertThat(state.getSystem()).isEqualTo(world.system(own)))
        .extracting(CheckState::getCheck)
        .contains(world.check(own));
    assertThat(states(user, world.system(other))).isEmpty();
    assertThat(statuses(user))
        .extracting(AgentStatus::getAgent, AgentStatus::getSystem)
        .containsExactly(tuple(world.agent(own), world.system(own)));
  }

  private List<CheckState> states(String user, String system) {
    return call(
            user,
            CheckServiceGrpc.getListCheckStatesMethod(),
            ListCheckStatesRequest.newBuilder().setParent(world.org).setSystem(system).build())
        .getCheckStatesList();
  }

  private List<AgentStatus> statuses(String user) {
    return call(
            user,
            OwnershipServiceGrpc.getListAgentStatusesMethod(),
            ListAgentStatusesRequest.newBuilder().setParent(world.org).build())
        .getAgentStatusesList();
  }

  @Test
  void operatorOfASystem_mayNotChangeItsChecks() {
    // Given
    Check check = create("fixed", "web");
    var update = UpdateCheckRequest.newBuilder().setCheck(check).build();
    var delete = DeleteCheckRequest.newBuilder().setName(check.getName()).build();

    // When / Then
    assertNoRight("kim", CheckServiceGrpc.getCreateCheckMethod(), creation("more", "web"));
    assertNoRight("kim", CheckServiceGrpc.getUpdateCheckMethod(), update);
    assertNoRight("kim", CheckServiceGrpc.getDeleteCheckMethod(), delete);
    assertThat(call("kim", CheckServiceGrpc.getGetCheckMethod(), get(check.getName())))
        .isEqualTo(check);
  }

  @Test
  void administratorOfASubtree_mayNotReachOutOfIt() {
    // Given
    organisation.grant(
        "sam", Right.newBuilder().setRole(Role.ADMIN).addSystems(world.system("subtree")).build());
    Check own = create("inside", "subtree");
    Check other = create("outside", "web");
    var moved =
        UpdateCheckRequest.newBuilder()
            .setCheck(own.toBuilder().clearEtag().setSystem(world.system("web")))
            .build();
    var taken =
        UpdateCheckRequest.newBuilder()
            .setCheck(other.toBuilder().setSystem(world.system("subtree")))
            .build();

    // When / Then
    assertNoRight("sam", CheckServiceGrpc.getCreateCheckMethod(), creation("further", "web"));
    assertNoRight("sam", CheckServiceGrpc.getUpdateCheckMethod(), taken);
    assertThat(reason(refusal("sam", CheckServiceGrpc.getUpdateCheckMethod(), moved)))
        .isEqualTo("INVALID_CHECK");
  }

  @Test
  void requestId_ofAnothersCreation_showsNothingOfIt() {
    // Given
    organisation.grant(
        "lee", Right.newBuilder().setRole(Role.ADMIN).addSystems(world.system("subtree")).build());
    var method = CheckServiceGrpc.getCreateCheckMethod();
    var made = creation("secret", "web").toBuilder().setRequestId("r-1").build();
    Check check = call("admin", method, made);

    // When / Then
    for (String id : List.of("secret", "mine")) {
      var guess = creation(id, "subtree").toBuilder().setRequestId("r-1").build();
      assertThat(reason(refusal("lee", method, guess))).isEqualTo("INVALID_ARGUMENT");
    }
    assertThat(call("admin", method, made)).isEqualTo(check);
  }

  @Test
  void metricsAndTimeline_ofAnotherSubtree_areNotShown() {
    // Given
    String web = world.system("web");

    // When / Then
    assertNoRight(
        "operator",
        QueryServiceGrpc.getListLatestSamplesMethod(),
        ListLatestSamplesRequest.newBuilder().setParent(web).build());
    assertNoRight(
        "operator",
        QueryServiceGrpc.getReadSamplesMethod(),
        ReadSamplesRequest.newBuilder().setParent(web).build());
    assertNoRight(
        "operator",
        TimelineServiceGrpc.getListEventsMethod(),
        ListEventsRequest.newBuilder().setParent(web).build());
    assertNoRight(
        "operator",
        TimelineServiceGrpc.getAddNoteMethod(),
        AddNoteRequest.newBuilder().setParent(web).setText("hello").build());
  }

  private Check create(String id, String system) {
    return call("admin", CheckServiceGrpc.getCreateCheckMethod(), creation(id, system));
  }

  private CreateCheckRequest creation(String id, String system) {
    return CreateCheckRequest.newBuilder()
        .setParent(world.org)
        .setCheckId(id)
        .setCheck(
            Check.newBuilder()
                .setSystem(world.system(system))
                .setCommand(Check.Command.newBuilder().addArguments("check_dummy")))
        .build();
  }

  private static GetCheckRequest get(String name) {
    return GetCheckRequest.newBuilder().setName(name).build();
  }

  private List<String> list(String user) {
    return call(
            user,
            CheckServiceGrpc.getListChecksMethod(),
            ListChecksRequest.newBuilder().setParent(world.org).build())
        .getChecksList()
        .stream()
        .map(Check::getName)
        .toList();
  }

  private <Q extends Message, R> void assertNoRight(
      String user, MethodDescriptor<Q, R> method, Q request) {
    var refusal = refusal(user, method, request);
    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.PERMISSION_DENIED);
    assertThat(reason(refusal)).isEqualTo("NO_RIGHT");
  }

  private static String reason(StatusRuntimeException refusal) {
    return Errors.infoOf(refusal).orElseThrow().getReason();
  }

  private <Q extends Message, R> StatusRuntimeException refusal(
      String user, MethodDescriptor<Q, R> method, Q request) {
    try {
      var answer = call(user, method, request);
      throw new AssertionError(method.getFullMethodName() + " must be refused, but: " + answer);
    } catch (StatusRuntimeException e) {
      return e;
    }
  }

  private <Q extends Message, R> R call(String user, MethodDescriptor<Q, R> method, Q request) {
    return call(callers.person(user, MethodAccess.of(method)), method, request);
  }

  private static <Q, R> R call(
      Callers.Approach approach, MethodDescriptor<Q, R> method, Q request) {
    return ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(
            approach.channel(), MetadataUtils.newAttachHeadersInterceptor(approach.headers())),
        method,
        CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS),
        request);
  }

  private static AccessMatrix matrix() {
    return AccessMatrix.of(DESCRIPTORS);
  }
}
