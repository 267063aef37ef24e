package io.aramaki.monitoring.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.grpc.access.MethodAccess;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.v1.AddNoteRequest;
import io.aramaki.monitoring.v1.Check;
import io.aramaki.monitoring.v1.CheckServiceGrpc;
import io.aramaki.monitoring.v1.CreateCheckRequest;
import io.aramaki.monitoring.v1.DeleteCheckRequest;
import io.aramaki.monitoring.v1.GetCheckRequest;
import io.aramaki.monitoring.v1.ListAgentStatusesRequest;
import io.aramaki.monitoring.v1.ListCheckStatesRequest;
import io.aramaki.monitoring.v1.ListChecksRequest;
import io.aramaki.monitoring.v1.ListEventsRequest;
import io.aramaki.monitoring.v1.ListLatestSamplesRequest;
import io.aramaki.monitoring.v1.OwnershipServiceGrpc;
import io.aramaki.monitoring.v1.QueryServiceGrpc;
import io.aramaki.monitoring.v1.ReadSamplesRequest;
import io.aramaki.monitoring.v1.TimelineServiceGrpc;
import io.aramaki.monitoring.v1.UpdateCheckRequest;
import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.Role;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Names of the wrong form are refused by every RPC, also to those who may do everything: a name
/// must not lead further than the rights that were checked over it.
@ExtendWith(CassandraExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the fields are set before the first test
final class NamesTest {
  private static final int PATIENCE_SECONDS = 20;
  private static final List<String> NO_NAMES =
      List.of("", "web", "/", "orgs", "orgs/-/", "orgs/-/systems", "x".repeat(10_000));
  private static final List<String> NO_ORGANISATIONS =
      List.of("orgs/-/systems/web", "orgs/other", "systems/web");
  private static final List<String> NO_SYSTEMS =
      List.of(
          "orgs/-",
          "orgs/-/checks/web",
          "orgs/-/systems/Web",
          "orgs/-/systems/web/parts/p",
          "orgs/-/checks/c/systems/web",
          "orgs/other/systems/web");
  private static final List<String> NO_CHECKS =
      List.of(
          "orgs/-",
          "orgs/-/systems/web",
          "orgs/-/checks/C",
          "orgs/-/checks/c/parts/p",
          "orgs/-/systems/web/checks/c",
          "orgs/other/checks/c");

  private World world;
  private MonitoringApp app;
  private Client client;

  @BeforeAll
  void start(CassandraConfig cassandra, @TempDir Path directory) throws Exception {
    world = new World(directory, cassandra);
    app = world.start("m1");
    client = new Client(world, app);
  }

  @AfterAll
  void stop() {
    client.close();
    app.close();
    world.close();
  }

  @Test
  void parent_thatIsNotOurOrganisation_isRefused() {
    // Given
    Check check = client.check("orgs/-/systems/web").build();

    // When
    var accepted = new ArrayList<String>();
    accepted.addAll(
        accepted(
            CheckServiceGrpc.getListChecksMethod(),
            NO_ORGANISATIONS,
            name -> ListChecksRequest.newBuilder().setParent(name).build()));
    accepted.addAll(
        accepted(
            CheckServiceGrpc.getListCheckStatesMethod(),
            NO_ORGANISATIONS,
            name -> ListCheckStatesRequest.newBuilder().setParent(name).build()));
    accepted.addAll(
        accepted(
            CheckServiceGrpc.getCreateCheckMethod(),
            NO_ORGANISATIONS,
            name ->
                CreateCheckRequest.newBuilder()
                    .setParent(name)
                    .setCheckId("c")
                    .setCheck(check)
                    .build()));
    accepted.addAll(
        accepted(
            OwnershipServiceGrpc.getListAgentStatusesMethod(),
            NO_ORGANISATIONS,
            name -> ListAgentStatusesRequest.newBuilder().setParent(name).build()));

    // Then
    assertThat(accepted).isEmpty();
  }

  @Test
  void parent_thatIsNoSystem_isRefused() {
    // When
    var accepted = new ArrayList<String>();
    accepted.addAll(
        accepted(
            TimelineServiceGrpc.getListEventsMethod(),
            NO_SYSTEMS,
            name -> ListEventsRequest.newBuilder().setParent(name).build()));
    accepted.addAll(
        accepted(
            TimelineServiceGrpc.getAddNoteMethod(),
            NO_SYSTEMS,
            name -> AddNoteRequest.newBuilder().setParent(name).setText("hello").build()));
    accepted.addAll(
        accepted(
            QueryServiceGrpc.getListLatestSamplesMethod(),
            NO_SYSTEMS,
            name -> ListLatestSamplesRequest.newBuilder().setParent(name).build()));
    accepted.addAll(
        accepted(QueryServiceGrpc.getReadSamplesMethod(), NO_SYSTEMS, NamesTest::samples));

    // Then
    assertThat(accepted).isEmpty();
  }

  @Test
  void filter_thatIsNoSystem_isRefused() {
    // Given
    var names = NO_SYSTEMS.stream().filter(name -> !name.isEmpty()).toList();

    // When
    var accepted = new ArrayList<String>();
    accepted.addAll(
        acceptedOf(
            CheckServiceGrpc.getListChecksMethod(),
            names,
            name -> ListChecksRequest.newBuilder().setParent("orgs/-").setSystem(name).build()));
    accepted.addAll(
        acceptedOf(
            CheckServiceGrpc.getListCheckStatesMethod(),
            names,
            name ->
                ListCheckStatesRequest.newBuilder().setParent("orgs/-").setSystem(name).build()));

    // Then
    assertThat(accepted).isEmpty();
  }

  @Test
  void name_thatIsNoCheck_isRefused() {
    // When
    var accepted = new ArrayList<String>();
    accepted.addAll(
        accepted(
            CheckServiceGrpc.getGetCheckMethod(),
            NO_CHECKS,
            name -> GetCheckRequest.newBuilder().setName(name).build()));
    accepted.addAll(
        accepted(
            CheckServiceGrpc.getUpdateCheckMethod(),
            NO_CHECKS,
            name ->
                UpdateCheckRequest.newBuilder()
                    .setCheck(client.check("orgs/-/systems/web").setName(name))
                    .build()));
    accepted.addAll(
        accepted(
            CheckServiceGrpc.getDeleteCheckMethod(),
            NO_CHECKS,
            name -> DeleteCheckRequest.newBuilder().setName(name).build()));

    // Then
    assertThat(accepted).isEmpty();
  }

  @Test
  void nameBelowTheOwnSystem_isRefusedToItsOperator() {
    // Given
    world.inventory.rights.put(
        world.org + "/users/kim",
        List.of(Right.newBuilder().setRole(Role.OPERATOR).addSystems(world.system("web")).build()));
    var note =
        AddNoteRequest.newBuilder()
            .setParent(world.system("web") + "/parts/p")
            .setText("hello")
            .build();

    // When
    String reason = reason("kim", TimelineServiceGrpc.getAddNoteMethod(), note);

    // Then
    assertThat(reason).isEqualTo("INVALID_NAME");
  }

  @Test
  void system_ofWhichNothingIsKnown_hasAnEmptyTimelineAndNoSamples() {
    // Given
    String system = world.system("unknown");

    // When
    var samples =
        call("admin", QueryServiceGrpc.getReadSamplesMethod(), samples(system)).getSeriesList();
    var latest =
        call(
            "admin",
            QueryServiceGrpc.getListLatestSamplesMethod(),
            ListLatestSamplesRequest.newBuilder().setParent(system).build());

    // Then
    assertThat(client.events(system)).isEmpty();
    assertThat(samples).isEmpty();
    assertThat(latest.getSeriesList()).isEmpty();
    assertThat(latest.getNextPageToken()).isEmpty();
  }

  private static ReadSamplesRequest samples(String parent) {
    long now = Instant.now().getEpochSecond();
    return ReadSamplesRequest.newBuilder()
        .setParent(parent)
        .setMetric("load")
        .setStartTime(com.google.protobuf.Timestamp.newBuilder().setSeconds(now - 60))
        .setEndTime(com.google.protobuf.Timestamp.newBuilder().setSeconds(now))
        .build();
  }

  /// Which of the wrong names, and of those that are none at all, are not refused as they should.
  private <Q extends Message> List<String> accepted(
      MethodDescriptor<Q, ?> method, List<String> names, Function<String, Q> request) {
    var all = new ArrayList<>(NO_NAMES);
    all.addAll(names);
    return acceptedOf(method, all, request);
  }

  private <Q extends Message> List<String> acceptedOf(
      MethodDescriptor<Q, ?> method, List<String> names, Function<String, Q> request) {
    var accepted = new ArrayList<String>();
    for (String name : names) {
      String came = reason("admin", method, request.apply(name));
      if (!came.equals("INVALID_NAME")) {
        String shown = name.substring(0, Math.min(60, name.length()));
        accepted.add(method.getBareMethodName() + " \"" + shown + "\": " + came);
      }
    }
    return accepted;
  }

  private <Q extends Message> String reason(String user, MethodDescriptor<Q, ?> method, Q request) {
    try {
      var _ = call(user, method, request);
      return "OK";
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() == Code.INVALID_ARGUMENT
          ? Errors.infoOf(e).map(ErrorInfo::getReason).orElse("")
          : e.getStatus().toString();
    }
  }

  private <Q extends Message, R> R call(String user, MethodDescriptor<Q, R> method, Q request) {
    return ClientCalls.blockingUnaryCall(
        world.asPerson(client.channel, user, MethodAccess.of(method).fullMethodName()),
        method,
        CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS),
        request);
  }
}
