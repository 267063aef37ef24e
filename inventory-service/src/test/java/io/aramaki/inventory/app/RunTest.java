package io.aramaki.inventory.app;

import static io.aramaki.inventory.app.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.role.Role;
import io.aramaki.inventory.v1.Action;
import io.aramaki.inventory.v1.ActionServiceGrpc;
import io.aramaki.inventory.v1.AuditRow;
import io.aramaki.inventory.v1.AuditServiceGrpc;
import io.aramaki.inventory.v1.CancelRunRequest;
import io.aramaki.inventory.v1.DeleteActionRequest;
import io.aramaki.inventory.v1.GetRunRequest;
import io.aramaki.inventory.v1.ListAuditRowsRequest;
import io.aramaki.inventory.v1.ListRunsRequest;
import io.aramaki.inventory.v1.Run;
import io.aramaki.inventory.v1.RunActionRequest;
import io.aramaki.inventory.v1.RunServiceGrpc;
import io.aramaki.inventory.v1.RunServiceGrpc.RunServiceBlockingStub;
import io.aramaki.inventory.v1.UpdateActionRequest;
import io.aramaki.inventory.v1.WatchRunRequest;
import io.aramaki.inventory.v1.WatchRunResponse;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.grpc.Times;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.v1.TimelineEvent;
import io.grpc.Status.Code;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Runs of actions against a running inventory and an agent that does as it is told.
@ExtendWith(CassandraExtension.class)
final class RunTest {
  private final Rig rig;

  RunTest(CassandraConfig cassandra) {
    rig = Rig.on(cassandra);
  }

  @Test
  void run_byAViewer_isRefused_andNothingIsKeptOrAudited() {
    // Given
    var enrolled = rig.enrol(Rig.fresh("agent"), rig.system());
    String action = rig.action(enrolled.system());
    String viewer = rig.user(Role.VIEWER, enrolled.system());

    // When
    assertRefused(Code.PERMISSION_DENIED, "NO_RIGHT", () -> rig.run(viewer, action));

    // Then
    assertThat(runsOf(viewer, action)).isEmpty();
    assertThat(auditRows().stream().filter(row -> row.getResource().endsWith(action)))
        .noneMatch(row -> row.getMethod().endsWith("/RunAction"));
  }

  @Test
  void run_byAnOperatorOfAnotherSubtree_isRefused() {
    // Given
    var enrolled = rig.enrol(Rig.fresh("agent"), rig.system());
    String action = rig.action(enrolled.system());
    String elsewhere = rig.user(Role.OPERATOR, rig.system());

    // When, Then
    assertRefused(Code.PERMISSION_DENIED, "NO_RIGHT", () -> rig.run(elsewhere, action));
  }

  @Test
  void run_byAnOperator_whereTheActionAsksForAnAdministrator_isRefused() {
    // Given
    var enrolled = rig.enrol(Rig.fresh("agent"), rig.system());
    String action = rig.action(enrolled.system());
    String operator = rig.user(Role.OPERATOR, enrolled.system());
    update(action, Action.newBuilder().setRole(io.aramaki.type.v1.Role.ADMIN));

    // When, Then
    assertRefused(Code.PERMISSION_DENIED, "NO_RIGHT", () -> rig.run(operator, action));
  }

  @Test
  void run_whenItIsSent_isAudited() {
    // Given
    var enrolled = rig.enrol(Rig.fresh("agent"), rig.system());
    String action = rig.action(enrolled.system());
    String operator = rig.user(Role.OPERATOR, enrolled.system());
    try (var agent = TestAgent.connect(rig, enrolled, 1).awaitWelcome()) {
      // When
      Run run = rig.run(operator, action);
      var _ = agent.awaitDispatch(run.getName());

      // Then
      assertThat(auditRows())
          .filteredOn(row -> row.getMethod().equals("io.aramaki.inventory.v1.RunService/RunAction"))
          .filteredOn(row -> row.getPrincipal().getName().equals(rig.name("users", operator)))
          .singleElement()
          .satisfies(row -> {
            assertThat(row.getResource()).isEqualTo(rig.name("actions", action));
            assertThat(time(row))
                .isBeforeOrEqualTo(Times.instant("create_time", run.getCreateTime()));
          });
    }
  }

  @Test
  void run_executed_streamsItsOutputAndEndsInTheTimeline() {
    // Given
    var enrolled = rig.enrol(Rig.fresh("agent"), rig.system());
    String operator = rig.user(Role.OPERATOR, enrolled.system());
    try (var agent = TestAgent.connect(rig, enrolled, 1).awaitWelcome()) {
      String run = rig.run(operator, rig.action(enrolled.system())).getName();
      var dispatch = agent.awaitDispatch(run);

      // When
      agent.started(run, 1);
      agent.printed(run, 2, "hello\n");
      agent.finished(run, 3, 0, 6);
      agent.awaitEventAck(run, 3);

      // Then
      assertThat(dispatch.getApprovalsList()).containsExactly(rig.name("users", operator));
      var watched = new ArrayList<WatchRunResponse>();
      runs(operator)
          .watchRun(WatchRunRequest.newBuilder().setName(run).build())
          .forEachRemaining(watched::add);
      assertThat(watched).anyMatch(w -> w.getOutput().toStringUtf8().equals("hello\n"));
      assertThat(watched).anyMatch(w -> w.getRun().getState() == Run.State.SUCCEEDED);
      Run ended = get(operator, run);
      assertThat(ended.getOutput()).isEqualTo("hello\n");
      assertThat(ended.getExitCode()).isZero();
      Until.holds(
          "the end in the timeline",
          () ->
              rig.monitoring.of(run).stream()
                  .anyMatch(e ->
                      e.getSummary().contains("SUCCEEDED")
                          || e.getSummary().contains("succeeded")));
      assertThat(rig.monitoring.of(run))
          .extracting(TimelineEvent::getActor)
          .contains(rig.name("users", operator), rig.name("agents", enrolled.agent()));
    }
  }

  @Test
  void run_whileTheSystemHasAnother_isSentAndHasAnEndOfItsOwn() {
    // Given
    var enrolled = rig.enrol(Rig.fresh("agent"), rig.system());
    String action = rig.action(enrolled.system());
    String operator = rig.user(Role.OPERATOR, enrolled.system());
    try (var agent = TestAgent.connect(rig, enrolled, 1).awaitWelcome()) {
      String first = rig.run(operator, action).getName();
      var _ = agent.awaitDispatch(first);
      agent.started(first, 1);

      // When
      String second = rig.run(operator, action).getName();
      var _ = agent.awaitDispatch(second);
      agent.started(second, 1);
      agent.finished(second, 2, 3, 0);
      agent.awaitEventAck(second, 2);

      // Then
      assertThat(second).isNotEqualTo(first);
      assertThat(get(operator, first).getState()).isEqualTo(Run.State.STARTED);
      assertThat(get(operator, second).getState()).isEqualTo(Run.State.FAILED);
      assertThat(get(operator, second).getExitCode()).isEqualTo(3);
    }
  }

  @Test
  void run_askedForTwiceWithTheSameRequestId_isOneRun() {
    // Given
    var enrolled = rig.enrol(Rig.fresh("agent"), rig.system());
    String operator = rig.user(Role.OPERATOR, enrolled.system());
    var request =
        RunActionRequest.newBuilder()
            .setName(rig.name("actions", rig.action(enrolled.system())))
            .setRequestId(java.util.UUID.randomUUID().toString())
            .build();
    try (var agent = TestAgent.connect(rig, enrolled, 1).awaitWelcome()) {
      // When
      Run first = runs(operator).runAction(request);
      Run second = runs(operator).runAction(request);
      var _ = agent.awaitDispatch(first.getName());

      // Then
      assertThat(second.getName()).isEqualTo(first.getName());
      assertThat(agent.dispatches()).hasSize(1);
    }
  }

  @Test
  void run_whoseAgentDiedBetweenJournalAndResult_isUnknown_andNeverSentAgain() {
    // Given
    var enrolled = rig.enrol(Rig.fresh("agent"), rig.system());
    String action = rig.action(enrolled.system());
    String operator = rig.user(Role.OPERATOR, enrolled.system());
    String run;
    try (var agent = TestAgent.connect(rig, enrolled, 1).awaitWelcome()) {
      run = rig.run(operator, action).getName();
      var _ = agent.awaitDispatch(run);
      agent.started(run, 1);
      agent.awaitEventAck(run, 1);
    }

    // When
    try (var agent = TestAgent.connect(rig, enrolled, 2, run).awaitWelcome()) {
      agent.lost(run, 2);
      agent.awaitEventAck(run, 2);

      // Then
      assertThat(get(operator, run).getState()).isEqualTo(Run.State.UNKNOWN);
      String next = rig.run(operator, action).getName();
      assertThat(agent.awaitDispatch(next).getBoot()).isEqualTo(2);
      assertThat(agent.dispatches()).noneMatch(dispatch -> dispatch.getRun().equals(run));
    }
  }

  @Test
  void run_sentToABootThatNeverJournalledIt_expires_andIsNeverSentAgain() {
    // Given
    var enrolled = rig.enrol(Rig.fresh("agent"), rig.system());
    String operator = rig.user(Role.OPERATOR, enrolled.system());
    String run;
    try (var agent = TestAgent.connect(rig, enrolled, 1).awaitWelcome()) {
      run = rig.run(operator, rig.action(enrolled.system())).getName();
      var _ = agent.awaitDispatch(run);
    }

    // When
    try (var agent = TestAgent.connect(rig, enrolled, 2).awaitWelcome()) {
      Until.holds("expiry of " + run, () -> get(operator, run).getState() == Run.State.EXPIRED);

      // Then
      assertThat(agent.dispatches()).isEmpty();
    }
  }

  @Test
  void run_ofAnActionThatWasMovedToAnotherSystem_isStillSeenByThoseOfItsOwnOnly() {
    // Given
    String before = rig.system();
    String after = rig.system();
    var _ = rig.enrol(Rig.fresh("agent"), before);
    var _ = rig.enrol(Rig.fresh("agent"), after);
    String action = rig.action(before);
    String run = rig.run(rig.user(Role.OPERATOR, before), action).getName();
    String viewerBefore = rig.user(Role.VIEWER, before);
    String viewerAfter = rig.user(Role.VIEWER, after);

    // When
    update(action, Action.newBuilder().setSystem(rig.name("systems", after)));

    // Then
    assertThat(rig.inside.actions.get(new ActionId(action)).content().system())
        .isEqualTo(new SystemId(after));
    assertThat(get(viewerBefore, run).getSystem()).isEqualTo(rig.name("systems", before));
    assertThat(runsOf(viewerBefore, action)).containsExactly(run);
    assertRefused(Code.PERMISSION_DENIED, "NO_RIGHT", () -> get(viewerAfter, run));
    assertRefused(
        Code.PERMISSION_DENIED,
        "NO_RIGHT",
        () -> runs(viewerAfter).watchRun(WatchRunRequest.newBuilder().setName(run).build()).next());
    assertThat(runsOf(viewerAfter, action)).isEmpty();
  }

  @Test
  void run_ofAnActionThatIsGone_isStillSeen() {
    // Given
    String system = rig.system();
    var _ = rig.enrol(Rig.fresh("agent"), system);
    String action = rig.action(system);
    String operator = rig.user(Role.OPERATOR, system);
    String run = rig.run(operator, action).getName();

    // When
    var _ =
        actions()
            .deleteAction(
                DeleteActionRequest.newBuilder().setName(rig.name("actions", action)).build());

    // Then
    assertThat(get(operator, run).getCommandList()).containsExactly("/usr/bin/true");
    assertThat(
            runs(operator).cancelRun(CancelRunRequest.newBuilder().setName(run).build()).getState())
        .isEqualTo(Run.State.CANCELLED);
  }

  private void update(String action, Action.Builder change) {
    var _ =
        actions()
            .updateAction(
                UpdateActionRequest.newBuilder()
                    .setAction(change.setName(rig.name("actions", action)))
                    .build());
  }

  private ActionServiceGrpc.ActionServiceBlockingStub actions() {
    return ActionServiceGrpc.newBlockingStub(rig.person(rig.admin()));
  }

  private RunServiceBlockingStub runs(String user) {
    return RunServiceGrpc.newBlockingStub(rig.person(user));
  }

  private Run get(String user, String run) {
    return runs(user).getRun(GetRunRequest.newBuilder().setName(run).build());
  }

  private List<String> runsOf(String user, String action) {
    return runs(user)
        .listRuns(ListRunsRequest.newBuilder().setParent(rig.name("actions", action)).build())
        .getRunsList()
        .stream()
        .map(Run::getName)
        .toList();
  }

  /// The newest rows of the running inventory's chain.
  private List<AuditRow> auditRows() {
    return AuditServiceGrpc.newBlockingStub(rig.person(rig.admin()))
        .listAuditRows(
            ListAuditRowsRequest.newBuilder()
                .setParent("orgs/-")
                .setChain(rig.chain("inventory/one/"))
                .setPageSize(1000)
                .build())
        .getAuditRowsList();
  }

  private static Instant time(AuditRow row) {
    return Times.instant("record_time", row.getRecordTime());
  }
}
