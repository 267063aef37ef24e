package io.aramaki.monitoring.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.google.protobuf.ByteString;
import io.aramaki.agent.v1.Batch;
import io.aramaki.agent.v1.ObserveRequest;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.security.sign.KeySets;
import io.aramaki.kit.security.sign.Signatures;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.v1.BatchHeader;
import io.aramaki.monitoring.v1.CheckDefinitionSet;
import io.aramaki.monitoring.v1.CheckState.Hardness;
import io.aramaki.monitoring.v1.Gap;
import io.aramaki.monitoring.v1.Goodbye;
import io.aramaki.monitoring.v1.Observations;
import io.aramaki.monitoring.v1.Series;
import io.aramaki.monitoring.v1.StateChange;
import io.aramaki.monitoring.v1.TimelineEvent;
import io.aramaki.type.v1.CheckStatus;
import io.aramaki.type.v1.KeySet.Key.Purpose;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// One instance, spoken to by scripted agents over real streams with real interceptors.
@ExtendWith(CassandraExtension.class)
@SuppressWarnings("NullAway.Init") // the fields are set before the first test
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SessionTest {
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final AtomicLong LAST_TIME = new AtomicLong();

  private CqlSession session;
  private World world;
  private MonitoringApp app;
  private Client client;

  private String agent = "";
  private String system = "";

  @BeforeAll
  void start(CassandraConfig cassandra, CqlSession cql, @TempDir Path directory) throws Exception {
    session = cql;
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

  /// An agent of its own for each test, with a check.
  private ScriptedAgent agent(long boot) {
    int number = NUMBERS.incrementAndGet();
    agent = world.agent("a" + number);
    system = world.system("s" + number);
    world.inventory.enrol(agent, system);
    client.create("c" + number, client.check(system));
    return ScriptedAgent.reconnect(agent, boot, () -> client.channel);
  }

  private String check() {
    return world.check("c" + agent.substring(agent.lastIndexOf('a') + 1));
  }

  private static String reason(Throwable failure) {
    return Errors.infoOf(failure).map(com.google.rpc.ErrorInfo::getReason).orElse("");
  }

  private long quarantined(String reason) {
    return session
        .execute(
            "SELECT reason FROM quarantine WHERE agent = ? AND day = ?",
            agent,
            Instant.now().getEpochSecond() / 86_400)
        .all()
        .stream()
        .filter(row -> reason.equals(row.getString("reason")))
        .count();
  }

  private TimelineEvent awaitEvent(String summary) {
    return Until.until(
            summary,
            () ->
                client.events(system).stream()
                    .filter(event -> event.getSummary().contains(summary))
                    .findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow();
  }

  @Test
  void result_isAcknowledged_evaluated_recordedAndShown() {
    // Given
    ScriptedAgent agent = agent(11);
    Client.Changes changes = client.watch();

    // When
    agent.send(agent.batch(1, ScriptedAgent.result(system, check(), CheckStatus.OK)));
    agent.send(agent.batch(2, ScriptedAgent.result(system, check(), CheckStatus.CRITICAL)));
    agent.awaitAcks(1, 2);

    // Then
    List<StateChange> seen = changes.await(check(), 2);
    assertThat(seen)
        .extracting(StateChange::getState)
        .containsExactly(CheckStatus.OK, CheckStatus.CRITICAL);
    assertThat(seen.get(1).getHardness()).isEqualTo(Hardness.HARD);
    assertThat(seen.get(1).getPreviousHardState()).isEqualTo(CheckStatus.OK);
    assertThat(seen.get(1).getSeq()).isGreaterThan(seen.get(0).getSeq());
    assertThat(client.awaitState(system, check(), CheckStatus.CRITICAL).getOutput())
        .isEqualTo("it is CRITICAL");
    Until.until(
        "timeline",
        () -> client.events(system),
        events ->
            events.stream()
                .anyMatch(e ->
                    e.getKind() == TimelineEvent.Kind.STATE_CHANGE
                        && e.getSeverity().equals("critical")
                        && e.getSubject().equals(check())));
    agent.close();
  }

  @Test
  void welcome_namesCreditsFormatAndLimits() {
    // When
    ScriptedAgent agent = agent(12);

    // Then
    assertThat(agent.welcome().getCredits()).isEqualTo(32);
    assertThat(agent.welcome().getFormat()).isEqualTo(1);
    assertThat(agent.welcome().getMaxBatchBytes()).isEqualTo(1 << 20);
    assertThat(agent.welcome().getHeartbeatInterval().getSeconds()).isEqualTo(10);
    agent.close();
  }

  @Test
  void sameBatchAgain_isAcknowledgedAgain_andEvaluatedOnce() {
    // Given
    ScriptedAgent first = agent(13);
    Batch batch = first.batch(1, ScriptedAgent.result(system, check(), CheckStatus.CRITICAL));
    first.send(batch);
    first.awaitAcks(1);

    // When
    first.send(batch);
    ScriptedAgent second = ScriptedAgent.connect(agent, 13, client.channel);
    second.send(batch);
    second.awaitAcks(1);
    second.send(second.batch(2, ScriptedAgent.result(system, check(), CheckStatus.CRITICAL)));
    second.awaitAcks(2);

    // Then
    Until.until(
        "two results",
        () -> client.awaitState(system, check(), CheckStatus.CRITICAL).getOccurrences(),
        occurrences -> occurrences == 2);
    assertThat(client.watch().await(check(), 1)).hasSize(1);
    second.close();
  }

  @Test
  void sameSeqWithOtherContent_isRefusedQuarantinedShownAndAlerted_untilTheNextBoot() {
    // Given
    ScriptedAgent agent = agent(14);
    agent.send(agent.batch(1, ScriptedAgent.result(system, check(), CheckStatus.OK)));
    agent.awaitAcks(1);

    // When
    agent.send(agent.batch(1, ScriptedAgent.result(system, check(), CheckStatus.CRITICAL)));

    // Then
    agent.awaitTrue("refusal", () -> !agent.refusals().isEmpty());
    assertThat(agent.refusals().getFirst().getReason()).isEqualTo("SEQ_REUSED");
    assertThat(quarantined("SEQ_REUSED")).isEqualTo(1);
    assertThat(client.events(system)).anyMatch(event -> event.getSummary().contains("SEQ_REUSED"));
    client.awaitState(system, check(), CheckStatus.OK);
    String sequence = world.check("sequence");
    assertThat(client.awaitState(system, sequence, CheckStatus.CRITICAL).getHardness())
        .isEqualTo(Hardness.HARD);
    agent.close();

    // And when the agent was restarted
    ScriptedAgent next = ScriptedAgent.reconnect(this.agent, 140, () -> client.channel);
    next.send(
        ScriptedAgent.batch(
            next.header(1).setPreviousBoot(14).setPreviousLastSeq(1),
            ScriptedAgent.result(system, check(), CheckStatus.OK)));
    next.awaitAcks(1);
    client.awaitState(system, sequence, CheckStatus.OK);
    next.close();
  }

  @Test
  void foreignSubject_isRefused_andTheNextBatchFlows() {
    // Given
    ScriptedAgent agent = agent(15);

    // When
    agent.send(
        agent.batch(1, ScriptedAgent.result(world.system("foreign"), check(), CheckStatus.OK)));
    agent.send(agent.batch(2, ScriptedAgent.result(system, check(), CheckStatus.WARNING)));

    // Then
    agent.awaitAcks(2);
    agent.awaitTrue("refusal", () -> !agent.refusals().isEmpty());
    assertThat(agent.refusals().getFirst().getReason()).isEqualTo("SUBJECT_NOT_ALLOWED");
    assertThat(agent.refusals().getFirst().getMessage()).contains("systems/foreign");
    client.awaitState(system, check(), CheckStatus.WARNING);
    agent.close();
  }

  @Test
  void newProxySystem_isAskedForOnce_andAllowed() {
    // Given
    ScriptedAgent agent = agent(16);
    agent.send(agent.batch(1, ScriptedAgent.result(system, check(), CheckStatus.OK)));
    agent.awaitAcks(1);

    // When
    world.inventory.enrol(this.agent, system, world.system("proxied"));
    agent.send(agent.batch(2, samples(world.system("proxied"), "up", 1)));

    // Then
    agent.awaitAcks(2);
    agent.close();
  }

  /// Samples of one series, each of its own time, also when two calls fall into one millisecond.
  private static Observations samples(String system, String metric, double... values) {
    var series = Series.newBuilder().setSystem(system).setMetric(metric).putLabels("k", "v");
    long now = Instant.now().toEpochMilli() - 1_000;
    for (int i = 0; i < values.length; i++) {
      long last = LAST_TIME.getAndUpdate(time -> Math.max(time + 1, now));
      long time = Math.max(last + 1, now);
      series.addTimeDeltasMs(i == 0 ? time : time - last).addValues(values[i]);
    }
    return Observations.newBuilder().addSeries(series).build();
  }

  @Test
  void samples_areReadableAfterTheAck_withTheAgentAsLabel() {
    // Given
    ScriptedAgent agent = agent(17);

    // When
    agent.send(agent.batch(1, samples(system, "temperature", 1.5, 2.5)));
    agent.send(agent.batch(2, samples(system, "temperature", 3.5)));
    agent.awaitAcks(1, 2);

    // Then
    var answer =
        Until.until(
            "samples", () -> client.read(system, "temperature"), a -> a.getSeriesCount() == 1);
    assertThat(answer.getSeries(0).getValuesList()).containsExactlyInAnyOrder(1.5, 2.5, 3.5);
    assertThat(answer.getSeries(0).getLabelsMap())
        .containsEntry("k", "v")
        .containsEntry("agent", this.agent);
    agent.close();
  }

  @Test
  void latestSamples_areTheNewestOfEachSeries_withTheirLabels_pageByPage() {
    // Given
    ScriptedAgent agent = agent(29);
    var early = samples(system, "temperature", 9).toBuilder();
    early.getSeriesBuilder(0).setTimeDeltasMs(0, early.getSeries(0).getTimeDeltasMs(0) - 60_000);
    agent.send(agent.batch(1, samples(system, "temperature", 1.5, 2.5)));
    agent.send(agent.batch(2, samples(system, "temperature", 3.5)));
    agent.send(agent.batch(3, samples(system, "load", 7)));
    agent.send(agent.batch(4, early.build()));
    agent.send(agent.batch(5, ScriptedAgent.result(system, check(), CheckStatus.OK)));
    client.awaitState(system, check(), CheckStatus.OK);

    // When
    var first = client.latest(system, 1, "");
    var second = client.latest(system, 1, first.getNextPageToken());

    // Then
    assertThat(first.getSeriesList()).hasSize(1);
    assertThat(first.getSeries(0).getMetric()).isEqualTo("load");
    assertThat(first.getSeries(0).getValuesList()).containsExactly(7.0);
    assertThat(second.getSeriesList()).hasSize(1);
    assertThat(second.getSeries(0).getMetric()).isEqualTo("temperature");
    assertThat(second.getSeries(0).getValuesList()).containsExactly(3.5);
    assertThat(second.getSeries(0).getLabelsMap()).isEqualTo(Map.of("k", "v", "agent", this.agent));
    assertThat(second.getNextPageToken()).isEmpty();
    assertThat(second.getTruncated()).isFalse();
    agent.close();
  }

  @Test
  void seriesBeyondTheLimit_areLeftOutAndToldOnce_andTheRestCounts() {
    // Given
    ScriptedAgent agent = agent(30);
    String roomy = world.system("roomy");
    world.inventory.enrol(this.agent, system, roomy);
    agent.send(agent.batch(1, samples(roomy, "up", 1)));

    // When
    for (int batch = 0; batch < 5; batch++) {
      var many = Observations.newBuilder();
      for (int i = 0; i < World.SERIES_PER_AGENT / 3; i++) {
        many.mergeFrom(samples(system, "m" + batch + "_" + i, i));
      }
      agent.send(agent.batch(2 + batch, many.build()));
    }
    agent.send(agent.batch(7, samples(roomy, "up", 2)));
    agent.send(agent.batch(8, ScriptedAgent.result(system, check(), CheckStatus.OK)));
    client.awaitState(system, check(), CheckStatus.OK);

    // Then
    assertThat(client.latest(system, 10, "").getTruncated()).isTrue();
    assertThat(client.latest(roomy, 10, "").getTruncated()).isFalse();
    assertThat(client.latest(roomy, 10, "").getSeries(0).getValues(0)).isEqualTo(2);
    assertThat(quarantined("SERIES_LIMIT")).isEqualTo(1);
    assertThat(client.events(system))
        .filteredOn(event -> event.getSummary().contains("SERIES_LIMIT: " + this.agent))
        .hasSize(1);
    agent.close();
  }

  @Test
  void labelThatNamesTheAgent_isQuarantined_andTheRestCounts() {
    // Given
    ScriptedAgent agent = agent(18);
    var bad = samples(system, "m", 1).toBuilder();
    bad.getSeriesBuilder(0).putLabels("agent", "somebody-else");
    bad.addAllResults(ScriptedAgent.result(system, check(), CheckStatus.WARNING).getResultsList());

    // When
    agent.send(agent.batch(1, bad.build()));

    // Then
    agent.awaitAcks(1);
    client.awaitState(system, check(), CheckStatus.WARNING);
    Until.until("quarantine", () -> quarantined("INVALID_SERIES"), count -> count == 1);
    awaitEvent("series[0] in it cannot be evaluated: INVALID_SERIES");
    agent.close();
  }

  @Test
  void batchesThatBreakARule_areRefusedEachWithItsReason() {
    // Given
    ScriptedAgent agent = agent(19);
    Observations content = ScriptedAgent.result(system, check(), CheckStatus.OK);
    long hour = ScriptedAgent.thisHour();

    // When
    agent.send(ScriptedAgent.batch(agent.header(1).setHour(hour + 3), content));
    agent.send(ScriptedAgent.batch(agent.header(2).setHour(hour - 8 * 24), content));
    agent.send(ScriptedAgent.batch(agent.header(3).setFormat(7), content));
    agent.send(
        agent.batch(4, content).toBuilder()
            .setContent(ByteString.copyFrom(new byte[(1 << 20) + 1]))
            .build());
    agent.send(
        agent.batch(5, content).toBuilder()
            .setContent(ByteString.copyFromUtf8("this is no protobuf"))
            .build());
    agent.send(agent.batch(6, content));

    // Then
    agent.awaitAcks(6);
    agent.awaitTrue("refusals", () -> agent.refusals().size() == 5);
    assertThat(agent.refusals())
        .extracting(refusal -> refusal.getSeq() + " " + refusal.getReason())
        .containsExactlyInAnyOrder(
            "1 HOUR_IN_FUTURE",
            "2 HOUR_TOO_OLD",
            "3 UNKNOWN_FORMAT",
            "4 BATCH_TOO_LARGE",
            "5 INVALID_BATCH");
    client.awaitState(system, check(), CheckStatus.OK);
    agent.close();
  }

  @Test
  void headerThatIsNone_endsTheStream() {
    // Given
    ScriptedAgent agent = agent(20);

    // When
    agent.send(Batch.newBuilder().setHeader(ByteString.copyFromUtf8("garbage")).build());

    // Then
    assertThat(reason(agent.awaitFailure())).contains("INVALID_FRAME");
  }

  @Test
  void batchBeforeHello_endsTheStream() {
    // Given
    ScriptedAgent agent = agent(21);
    var silent =
        io.aramaki.agent.v1.ObservationSessionServiceGrpc.newStub(
                World.asAgent(client.channel, this.agent))
            .observe(agent);

    // When
    silent.onNext(ObserveRequest.newBuilder().setBatch(Batch.getDefaultInstance()).build());

    // Then
    assertThat(reason(agent.awaitFailure())).contains("INVALID_FRAME");
  }

  @Test
  void missingBatch_isAskedFor_andNothingIsEvaluatedBefore() {
    // Given
    ScriptedAgent agent = agent(22);
    agent.send(agent.batch(1, ScriptedAgent.result(system, check(), CheckStatus.OK)));

    // When
    agent.send(agent.batch(3, ScriptedAgent.result(system, check(), CheckStatus.WARNING)));
    agent.awaitAcks(1, 3);
    agent.awaitTrue("resend request", () -> !agent.resends().isEmpty());

    // Then
    assertThat(agent.resends().getFirst().getFirstSeq()).isEqualTo(2);
    assertThat(agent.resends().getFirst().getLastSeq()).isEqualTo(2);
    client.awaitState(system, check(), CheckStatus.OK);
    agent.send(agent.batch(2, ScriptedAgent.result(system, check(), CheckStatus.CRITICAL)));
    assertThat(client.watch().await(check(), 3))
        .extracting(StateChange::getState)
        .containsExactly(CheckStatus.OK, CheckStatus.CRITICAL, CheckStatus.WARNING);
    agent.close();
  }

  @Test
  void newBoot_withADeclaredGap_followsThePrevious_andTheGapIsShown() {
    // Given
    ScriptedAgent agent = agent(23);
    agent.send(agent.batch(1, ScriptedAgent.result(system, check(), CheckStatus.OK)));
    agent.awaitAcks(1);

    // When: seq 2 and 3 of the old boot were dropped
    var header =
        BatchHeader.newBuilder()
            .setFormat(1)
            .setBoot(2300)
            .setSeq(1)
            .setPreviousBoot(23)
            .setPreviousLastSeq(3)
            .setHour(ScriptedAgent.thisHour())
            .addGaps(Gap.newBuilder().setBoot(23).setFirstSeq(2).setLastSeq(3).setSamples(40));
    agent.send(
        ScriptedAgent.batch(header, ScriptedAgent.result(system, check(), CheckStatus.WARNING)));

    // Then
    client.awaitState(system, check(), CheckStatus.WARNING);
    Until.until(
        "the gap",
        () -> client.events(system),
        events -> events.stream().anyMatch(e -> e.getSummary().contains("dropped 40 samples")));
    agent.close();
  }

  @Test
  void definitions_areSignedForTheAgent_andPushedWhenTheyChange() throws Exception {
    // Given
    ScriptedAgent agent = agent(24);
    agent.awaitTrue("definitions", () -> !agent.definitions().isEmpty());

    // When
    client.create("more-" + NUMBERS.incrementAndGet(), client.check(system));

    // Then
    agent.awaitTrue("a second set", () -> agent.definitions().size() >= 2);
    var keys =
        KeySets.verify(
            world.inventory.signedKeys(),
            io.aramaki.kit.security.OrgId.of(
                Signatures.publicKey(
                    world.inventory.signedKeys().getRootPublicKey().toByteArray())));
    var set =
        Signatures.verify(
            agent.definitions().getLast(),
            keys,
            Purpose.CHECK,
            CheckDefinitionSet.getDefaultInstance());
    assertThat(set.getAgent()).isEqualTo(this.agent);
    assertThat(set.getChecksList()).hasSize(2);
    agent.close();
  }

  @Test
  void unknownCheck_isQuarantined_andTheStreamGoesOn() {
    // Given
    ScriptedAgent agent = agent(25);
    var unknown =
        ScriptedAgent.result(system, world.check("nobody-knows"), CheckStatus.OK).toBuilder();
    unknown.getResultsBuilder(0).setDefinitionVersion(Long.MAX_VALUE >> 1);

    // When
    agent.send(agent.batch(1, unknown.build()));
    agent.send(agent.batch(2, ScriptedAgent.result(system, check(), CheckStatus.OK)));

    // Then
    agent.awaitAcks(1, 2);
    client.awaitState(system, check(), CheckStatus.OK);
    assertThat(quarantined("UNKNOWN_CHECK")).isEqualTo(1);
    TimelineEvent event = awaitEvent("results[0] in it cannot be evaluated: UNKNOWN_CHECK");
    assertThat(event.getSummary()).contains("checks/nobody-knows");
    assertThat(event.getKind()).isEqualTo(TimelineEvent.Kind.AGENT);
    assertThat(event.getSeverity()).isEqualTo("warning");
    assertThat(event.getSubject()).isEqualTo(this.agent);
    agent.close();
  }

  @Test
  void inventoryAway_cachedSubjectsHold_unknownAgentsWait() {
    // Given
    ScriptedAgent known = agent(26);
    String stranger = world.agent("stranger");

    // When
    world.inventory.away = true;
    try {
      known.send(known.batch(1, ScriptedAgent.result(system, check(), CheckStatus.OK)));
      ScriptedAgent unknown = ScriptedAgent.dial(stranger, 1, client.channel);

      // Then
      known.awaitAcks(1);
      assertThat(io.grpc.Status.fromThrowable(unknown.awaitFailure()).getCode())
          .isEqualTo(io.grpc.Status.Code.UNAVAILABLE);
    } finally {
      world.inventory.away = false;
    }
    known.close();
  }

  @Test
  void revokedAgent_isNotWelcome() {
    // Given
    ScriptedAgent welcome = agent(27);
    welcome.close();
    String revoked = world.agent("revoked");
    world.inventory.enrol(revoked, system);
    world.inventory.subjects.computeIfPresent(
        revoked, (_, set) -> set.toBuilder().setRevoked(true).build());

    // When
    ScriptedAgent agent = ScriptedAgent.dial(revoked, 1, client.channel);

    // Then
    assertThat(reason(agent.awaitFailure())).contains("AGENT_REVOKED");
  }

  @Test
  void goodbye_isShown_andTheAgentCountsAsStopped() {
    // Given
    ScriptedAgent agent = agent(28);

    // When
    agent.send(
        agent.batch(
            1,
            Observations.newBuilder()
                .setGoodbye(Goodbye.newBuilder().setReason("maintenance"))
                .build()));
    agent.awaitAcks(1);
    agent.close();

    // Then
    Until.until(
        "goodbye in the timeline",
        () -> client.events(system),
        events -> events.stream().anyMatch(e -> e.getSummary().contains("maintenance")));
    var statuses =
        io.aramaki.monitoring.v1.OwnershipServiceGrpc.newBlockingStub(client.channel)
            .listAgentStatuses(
                io.aramaki.monitoring.v1.ListAgentStatusesRequest.newBuilder()
                    .setParent(world.org)
                    .build());
    assertThat(statuses.getAgentStatusesList())
        .filteredOn(status -> status.getAgent().equals(this.agent))
        .allMatch(io.aramaki.monitoring.v1.AgentStatus::getStopped)
        .hasSize(1);
  }
}
