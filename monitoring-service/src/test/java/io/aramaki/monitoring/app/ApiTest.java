package io.aramaki.monitoring.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.v1.AddNoteRequest;
import io.aramaki.monitoring.v1.AppendEventsRequest;
import io.aramaki.monitoring.v1.Check;
import io.aramaki.monitoring.v1.CreateCheckRequest;
import io.aramaki.monitoring.v1.DeleteCheckRequest;
import io.aramaki.monitoring.v1.GetCheckRequest;
import io.aramaki.monitoring.v1.ListChecksRequest;
import io.aramaki.monitoring.v1.ListEventsRequest;
import io.aramaki.monitoring.v1.StateChangeServiceGrpc;
import io.aramaki.monitoring.v1.TimelineEvent;
import io.aramaki.monitoring.v1.TimelineServiceGrpc;
import io.aramaki.monitoring.v1.UpdateCheckRequest;
import io.aramaki.monitoring.v1.WatchStateChangesRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The API for people and services, on a real Cassandra.
@ExtendWith(CassandraExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the fields are set before the first test
final class ApiTest {
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

  private static void assertRefused(ThrowingCallable call, String reason) {
    assertThatThrownBy(call)
        .satisfies(e ->
            assertThat(Errors.infoOf(e).map(com.google.rpc.ErrorInfo::getReason).orElse(""))
                .isEqualTo(reason));
  }

  private Check create(String id, String requestId, Check.Builder check) {
    return client
        .checks("CreateCheck")
        .createCheck(
            CreateCheckRequest.newBuilder()
                .setParent("orgs/-")
                .setCheckId(id)
                .setRequestId(requestId)
                .setCheck(check)
                .build());
  }

  @Test
  void check_created_hasDefaults_andIsRead() {
    // When
    Check made = create("defaults", "", client.check(world.system("d")));

    // Then
    assertThat(made.getName()).isEqualTo(world.check("defaults"));
    assertThat(made.getInterval().getSeconds()).isEqualTo(60);
    assertThat(made.getRetryInterval().getSeconds()).isEqualTo(60);
    assertThat(made.getTimeout().getSeconds()).isEqualTo(30);
    assertThat(made.getMaxOutputBytes()).isEqualTo(16 << 10);
    assertThat(made.hasTtl()).isFalse();
    assertThat(
            client
                .checks("GetCheck")
                .getCheck(GetCheckRequest.newBuilder().setName(made.getName()).build()))
        .isEqualTo(made);
  }

  @Test
  void creation_withTheSameRequestId_returnsTheFirstAnswer_withoutOne_isRefused() {
    // Given
    Check first = create("again", "r-1", client.check(world.system("a")));

    // Then
    assertThat(create("again", "r-1", client.check(world.system("a")))).isEqualTo(first);
    assertRefused(() -> create("again", "r-2", client.check(world.system("a"))), "CHECK_EXISTS");
  }

  @Test
  void invalidChecks_areRefused() {
    var check = client.check(world.system("i"));
    assertRefused(
        () ->
            create(
                "ttl",
                "",
                check.clone().setTtl(com.google.protobuf.Duration.newBuilder().setSeconds(30))),
        "INVALID_CHECK");
    assertRefused(() -> create("none", "", check.clone().clearKind()), "INVALID_CHECK");
    assertRefused(() -> create("keepalive", "", check.clone()), "INVALID_CHECK");
    assertRefused(
        () -> create("many", "", check.clone().setMaxCheckAttempts(101)), "INVALID_CHECK");
    assertRefused(
        () -> create("label", "", check.clone().putLabels("agent", "x")), "INVALID_CHECK");
    assertRefused(() -> create("Not An Id", "", check.clone()), "INVALID_NAME");
  }

  @Test
  void update_changesWhatTheMaskNames_andRefusesAStaleEtag() {
    // Given
    Check made = create("update", "", client.check(world.system("u")));

    // When
    Check updated =
        client
            .checks("UpdateCheck")
            .updateCheck(
                UpdateCheckRequest.newBuilder()
                    .setCheck(made.toBuilder().setDescription("new").setMaxCheckAttempts(9))
                    .setUpdateMask(FieldMask.newBuilder().addPaths("description"))
                    .build());

    // Then
    assertThat(updated.getDescription()).isEqualTo("new");
    assertThat(updated.getMaxCheckAttempts()).isEqualTo(1);
    assertThat(updated.getEtag()).isNotEqualTo(made.getEtag());
    assertRefused(
        () ->
            client
                .checks("UpdateCheck")
                .updateCheck(UpdateCheckRequest.newBuilder().setCheck(made).build()),
        "STALE_ETAG");
    assertRefused(
        () ->
            client
                .checks("DeleteCheck")
                .deleteCheck(
                    DeleteCheckRequest.newBuilder()
                        .setName(made.getName())
                        .setEtag(made.getEtag())
                        .build()),
        "STALE_ETAG");
  }

  @Test
  void deletedCheck_isGone() {
    // Given
    Check made = create("gone", "", client.check(world.system("g")));

    // When
    var request = DeleteCheckRequest.newBuilder().setName(made.getName()).build();
    var _ = client.checks("DeleteCheck").deleteCheck(request);

    // Then
    assertRefused(() -> client.checks("DeleteCheck").deleteCheck(request), "CHECK_NOT_FOUND");
  }

  @Test
  void lists_goOnWhereThePageEnded_andRefuseForeignTokens() {
    // Given
    for (int i = 0; i < 5; i++) {
      create("page-" + i, "", client.check(world.system("pages")));
    }
    var request =
        ListChecksRequest.newBuilder()
            .setParent(world.org)
            .setSystem(world.system("pages"))
            .setPageSize(2);

    // When
    var names = new ArrayList<String>();
    String token = "";
    do {
      var page = client.checks("ListChecks").listChecks(request.setPageToken(token).build());
      page.getChecksList().forEach(check -> names.add(check.getName()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    // Then
    assertThat(names).hasSize(5).isSorted();
    assertRefused(
        () -> client.checks("ListChecks").listChecks(request.setPageToken("x").build()),
        "INVALID_PAGE_TOKEN");
  }

  private TimelineEvent.Builder event(String system, int number, Instant time) {
    return TimelineEvent.newBuilder()
        .setEventId("e" + number)
        .setSystem(system)
        .setKind(TimelineEvent.Kind.ALERT)
        .setSummary("event " + number)
        .setEventTime(Timestamp.newBuilder().setSeconds(time.getEpochSecond()));
  }

  @Test
  void events_overDays_areListedNewestFirst_andOnce() {
    // Given
    String system = world.system("timeline");
    Instant now = Instant.now();
    var request = AppendEventsRequest.newBuilder();
    for (int i = 0; i < 10; i++) {
      request.addEvents(event(system, i, now.minusSeconds(i * 40_000L)));
    }
    var stub = TimelineServiceGrpc.newBlockingStub(client.channel);
    var _ = stub.appendEvents(request.build());
    var _ = stub.appendEvents(request.build());

    // When
    List<String> ids = new ArrayList<>();
    String token = "";
    Timestamp end = Timestamp.newBuilder().setSeconds(now.getEpochSecond() + 1).build();
    do {
      var page =
          client
              .timeline("ListEvents")
              .listEvents(
                  ListEventsRequest.newBuilder()
                      .setParent(system)
                      .setPageSize(3)
                      .setEndTime(end)
                      .setPageToken(token)
                      .build());
      page.getEventsList().forEach(event -> ids.add(event.getEventId()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    // Then
    assertThat(ids).containsExactly("e0", "e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8", "e9");
  }

  @Test
  void note_withTheSameRequestId_isOneNote() {
    // Given
    var request =
        AddNoteRequest.newBuilder()
            .setParent(world.system("notes"))
            .setText("looked at it\nall well")
            .setRequestId("n-1")
            .build();

    // When
    TimelineEvent first = client.timeline("AddNote").addNote(request);
    TimelineEvent again = client.timeline("AddNote").addNote(request);

    // Then
    assertThat(again).isEqualTo(first);
    assertThat(first.getActor()).isEqualTo(world.org + "/users/admin");
    assertThat(client.events(world.system("notes"))).hasSize(1);
  }

  @Test
  void invalidEvents_areRefused() {
    var stub = TimelineServiceGrpc.newBlockingStub(client.channel);
    assertRefused(
        () -> stub.appendEvents(AppendEventsRequest.getDefaultInstance()), "INVALID_EVENT");
    assertRefused(
        () ->
            stub.appendEvents(
                AppendEventsRequest.newBuilder()
                    .addEvents(event("no-system", 1, Instant.now()))
                    .build()),
        "INVALID_EVENT");
  }

  @Test
  void cursorAheadOfTheLog_isRefused() {
    var request =
        WatchStateChangesRequest.newBuilder()
            .setConsumer("test")
            .addCursors(WatchStateChangesRequest.Cursor.newBuilder().setShard(7).setSeq(1_000_000))
            .build();
    assertRefused(
        () ->
            StateChangeServiceGrpc.newBlockingStub(client.channel)
                .watchStateChanges(request)
                .next(),
        "CURSOR_AHEAD");
  }

  @Test
  void personWithoutARight_isRefused() {
    // Given
    world.inventory.rights.put(world.org + "/users/nobody", List.of());
    var stub =
        io.aramaki.monitoring.v1.CheckServiceGrpc.newBlockingStub(
            world.asPerson(
                client.channel, "nobody", "io.aramaki.monitoring.v1.CheckService/CreateCheck"));

    // Then
    assertRefused(
        () ->
            stub.createCheck(
                CreateCheckRequest.newBuilder()
                    .setParent(world.org)
                    .setCheckId("x")
                    .setCheck(client.check(world.system("x")))
                    .build()),
        "NO_RIGHT");
  }
}
