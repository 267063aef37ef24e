package io.aramaki.agent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.agent.app.ScriptedGateway.Answer;
import io.aramaki.agent.app.ScriptedGateway.Heard;
import io.aramaki.agent.v1.ObserveResponse;
import io.aramaki.agent.v1.ResendRequest;
import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.monitoring.v1.CheckResult;
import io.aramaki.type.v1.CheckStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole agent in this process against a gateway that does what the test says, over real TLS.
class SessionTest {
  @TempDir private Path directory;
  private AgentWorld world;

  @BeforeEach
  void makeWorld() throws IOException {
    world = new AgentWorld(directory);
  }

  @AfterEach
  void endWorld() {
    world.close();
  }

  private ScriptedGateway gateway() {
    return world.gateway;
  }

  private Stream<CheckResult> results() {
    return gateway().heard.stream().flatMap(h -> h.observations().getResultsList().stream());
  }

  private void pushChecks(long version, String name, String... arguments) {
    gateway()
        .push(
            ObserveResponse.newBuilder()
                .setCheckDefinitions(
                    world.org.byCheckKey(world.checks(version, name, arguments).build()))
                .build());
  }

  @Test
  void token_isWrong_enrolmentSaysWhy() {
    gateway().secret = new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    String wrong = world.org.token(gateway().address(), new byte[16]).format();
    var command =
        new EnrolCommand(world.config(), io.aramaki.kit.app.Environment.system(), world.org.random);
    assertThatThrownBy(() -> command.run(wrong))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("ENROLMENT_REFUSED");
    assertThatThrownBy(() -> command.run("aramaki1:nonsense")).isInstanceOf(BadConfiguration.class);
    String strangers = new TestOrg().token(gateway().address(), gateway().secret).format();
    assertThatThrownBy(() -> command.run(strangers)).isInstanceOf(BadConfiguration.class);
    assertThatThrownBy(world::start)
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("not enrolled");
  }

  @Test
  void agent_starts_saysHelloReportsChecksMetricsFactsAndGoodbye() throws IOException {
    // Given
    world.enrolled().start();
    Eventually.until("hello", () -> !gateway().hellos.isEmpty());
    Path plugin = world.script("check_x", "echo 'fine|a=1s;2;3'; exit 1");

    // When
    pushChecks(5, "x", plugin.toString());

    // Then
    Eventually.until("a result", () -> results().findAny().isPresent());
    CheckResult result = results().findFirst().orElseThrow();
    assertThat(result.getStatus()).isEqualTo(CheckStatus.WARNING);
    assertThat(result.getOutput()).isEqualTo("fine");
    assertThat(result.getExitCode()).isEqualTo(1);
    assertThat(result.getDefinitionVersion()).isEqualTo(5);
    assertThat(result.getSystem()).isEqualTo(world.org.system);
    Heard carrier =
        gateway().heard.stream()
            .filter(h -> h.observations().getResultsCount() > 0)
            .findFirst()
            .orElseThrow();
    assertThat(carrier.batch().getTraceparentsList()).contains(result.getTraceparent());
    Heard first = gateway().heard.getFirst();
    assertThat(first.header().getSeq()).isEqualTo(1);
    assertThat(first.observations().getEvents(0).getKind()).isEqualTo("agent.started");
    Eventually.until("heartbeats", () -> gateway().heartbeats.size() > 2);
    Eventually.until("facts", () -> !gateway().facts.isEmpty());
    assertThat(gateway().facts.getFirst().getFactsMap()).containsKey("hostname");
    world.stop();
    Heard last = gateway().heard.getLast();
    assertThat(last.observations().hasGoodbye()).isTrue();
    assertThat(
            gateway().heard.stream()
                .flatMap(h -> h.observations().getSeriesList().stream())
                .map(series -> series.getMetric()))
        .contains("perfdata", "perfdata_warn", "host_load");
    assertThat(seqs()).isSorted().doesNotHaveDuplicates();
  }

  private List<Long> seqs() {
    return gateway().heard.stream().map(h -> h.header().getSeq()).toList();
  }

  @Test
  void credits_areUsedUp_nothingMoreIsSentUntilAcknowledged() throws IOException {
    // Given
    gateway().credits = 3;
    gateway().batches = _ -> Answer.SILENCE;
    world.extraConfig = "metrics: {interval: 1s}\n";
    world.enrolled().start();
    Eventually.until("three batches", () -> gateway().heard.size() == 3);
    int heartbeats = gateway().heartbeats.size();
    Eventually.until("time goes by", () -> gateway().heartbeats.size() > heartbeats + 12);
    assertThat(gateway().heard).hasSize(3);
    assertThat(gateway().heartbeats.getLast().getSpoolRecords()).isGreaterThan(3);

    // When
    gateway().batches = _ -> Answer.ACK;
    gateway().heard.forEach(h -> gateway().push(ScriptedGateway.ack(h.header())));

    // Then
    Eventually.until("more", () -> gateway().heard.size() > 4);
    assertThat(seqs()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void session_isCut_unacknowledgedBatchesComeAgainAsTheyWere() throws IOException {
    // Given
    gateway().batches = _ -> Answer.SILENCE;
    world.enrolled().start();
    Eventually.until("a batch", () -> !gateway().heard.isEmpty());
    Heard before = gateway().heard.getFirst();

    // When
    gateway().batches = _ -> Answer.ACK;
    gateway().cut();

    // Then
    Eventually.until("another session", () -> gateway().hellos.size() >= 2);
    Eventually.until(
        "the same again",
        () -> gateway().heard.stream().filter(h -> h.batch().equals(before.batch())).count() == 2);
    Eventually.until(
        "acknowledged", () -> gateway().heartbeats.getLast().getAcknowledgedSeq() >= 1);
  }

  @Test
  void acknowledgement_doesNotCome_anotherSessionIsTried() throws IOException {
    gateway().batches = _ -> Answer.SILENCE;
    world.extraConfig = "session: {ack-timeout: 500ms, goodbye-timeout: 0s}\n";
    world.enrolled().start();
    Eventually.until("another session", () -> gateway().hellos.size() >= 3);
  }

  @Test
  void acknowledgement_ofOneIsLeftOut_theSessionIsTriedAgain() throws IOException {
    gateway().batches = h -> h.header().getSeq() == 1 ? Answer.SILENCE : Answer.ACK;
    world.extraConfig =
        "metrics: {interval: 1s}\nsession: {ack-timeout: 2s, goodbye-timeout: 0s}\n";
    world.enrolled().start();
    Eventually.until("another session", () -> gateway().hellos.size() >= 2);
    assertThat(gateway().heard).hasSizeGreaterThan(1);
  }

  @Test
  void batch_isRefused_goesToQuarantineAndTheNextFlow() throws IOException {
    gateway().batches = h -> h.header().getSeq() == 1 ? Answer.REFUSE : Answer.ACK;
    world.extraConfig = "metrics: {interval: 1s}\n";
    world.enrolled().start();
    Eventually.until("more batches", () -> gateway().heard.size() >= 3);
    Eventually.until(
        "acknowledged", () -> gateway().heartbeats.getLast().getAcknowledgedSeq() >= 2);
    try (Stream<Path> files = Files.list(world.state().refused())) {
      assertThat(files.map(f -> String.valueOf(f.getFileName())))
          .anyMatch(name -> name.contains("SUBJECT_NOT_ALLOWED") && name.endsWith(".content"));
    }
  }

  @Test
  void gateway_isAwayDuringTwoBoots_allBootsComeInOrder() throws IOException {
    // Given
    world.enrolled();
    world.extraConfig = "metrics: {interval: 1s}\nsession: {goodbye-timeout: 0s}\n";
    int port = world.closeGateway();
    world.start();
    world.stop();
    world.start();
    world.stop();

    // When
    world.openGateway(port);
    world.start();

    // Then
    Eventually.until(
        "three boots",
        () -> gateway().heard.stream().map(h -> h.header().getBoot()).distinct().count() == 3);
    List<Heard> firsts = gateway().heard.stream().filter(h -> h.header().getSeq() == 1).toList();
    assertThat(firsts).hasSize(3);
    assertThat(firsts.get(0).header().getPreviousBoot()).isZero();
    for (int i = 1; i < 3; i++) {
      var header = firsts.get(i).header();
      assertThat(header.getPreviousBoot()).isEqualTo(firsts.get(i - 1).header().getBoot());
      long lastOfBefore =
          gateway().heard.stream()
              .filter(h -> h.header().getBoot() == header.getPreviousBoot())
              .mapToLong(h -> h.header().getSeq())
              .max()
              .orElse(0);
      assertThat(header.getPreviousLastSeq()).isEqualTo(lastOfBefore);
    }
    assertThat(gateway().heard.stream().filter(h -> h.observations().hasGoodbye()).count())
        .isEqualTo(2);
  }

  @Test
  void definitions_areForgedForeignOrOld_changeNothing() throws IOException {
    // Given
    world.enrolled().start();
    Eventually.until("hello", () -> !gateway().hellos.isEmpty());
    Path plugin = world.script("check_x", "echo right");
    Path evil = world.script("check_evil", "touch " + directory.resolve("evil"));
    pushChecks(5, "right", plugin.toString());
    Eventually.until("a result", () -> results().findAny().isPresent());

    // When
    var set = world.checks(9, "evil", evil.toString());
    var byActionKey = world.org.byActionKey(set.build());
    var foreign = world.org.byCheckKey(set.clone().setAgent("orgs/x/agents/other").build());
    var old = world.org.byCheckKey(set.clone().setVersion(4).build());
    var strangers = new TestOrg().byCheckKey(set.build());
    for (var document : List.of(byActionKey, foreign, old, strangers)) {
      gateway().push(ObserveResponse.newBuilder().setCheckDefinitions(document).build());
    }
    long count = results().count();

    // Then
    Eventually.until("more results", () -> results().count() >= count + 3);
    assertThat(results().map(CheckResult::getOutput)).containsOnly("right");
    assertThat(directory.resolve("evil")).doesNotExist();
  }

  @Test
  void gateway_isAwayAtStart_checksGoOnFromHeldDefinitions() throws IOException {
    // Given
    world.extraConfig = "session: {goodbye-timeout: 0s}\n";
    world.enrolled().start();
    Eventually.until("hello", () -> !gateway().hellos.isEmpty());
    Path marks = directory.resolve("marks");
    pushChecks(5, "x", world.script("check_x", "echo ran >> " + marks).toString());
    Eventually.until("ran", () -> Files.exists(marks));
    world.stop();
    Files.delete(marks);
    int port = world.closeGateway();

    // When
    world.start();

    // Then
    Eventually.until("ran again", () -> Files.exists(marks));
    world.openGateway(port);
    Eventually.until("hello", () -> !gateway().hellos.isEmpty());
    assertThat(gateway().hellos.getFirst().getCheckDefinitionsVersion()).isEqualTo(5);
    Eventually.until("a result", () -> results().findAny().isPresent());
  }

  @Test
  void server_asksAgain_getsTheBatchOrAGap() throws IOException {
    // Given
    world.extraConfig = "metrics: {interval: 1s}\n";
    world.enrolled().start();
    Eventually.until("batches", () -> gateway().heard.size() >= 3);
    long boot = gateway().heard.getFirst().header().getBoot();

    // When
    gateway()
        .push(
            ObserveResponse.newBuilder()
                .setResend(ResendRequest.newBuilder().setBoot(boot).setFirstSeq(2).setLastSeq(2))
                .build());

    // Then
    Eventually.until("again", () -> seqs().stream().filter(seq -> seq == 2).count() == 2);
    Map<Long, Object> contents = new HashMap<>();
    for (Heard one : gateway().heard) {
      Object before = contents.putIfAbsent(one.header().getSeq(), one.batch());
      assertThat(before == null || before.equals(one.batch())).isTrue();
    }
  }

  @Test
  void certificate_isAboutToEnd_isRenewedAndUsed() throws IOException {
    gateway().lifetime = java.time.Duration.ofSeconds(8);
    world.enrolled().start();
    Eventually.until("renewed", () -> gateway().enrolments.get() >= 2);
    Eventually.until("another session", () -> gateway().hellos.size() >= 2);
  }
}
