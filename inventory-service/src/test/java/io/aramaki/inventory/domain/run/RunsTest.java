package io.aramaki.inventory.domain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.Bytes;
import io.aramaki.inventory.domain.InventoryException.AgentAmbiguous;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.NotFound;
import io.aramaki.inventory.domain.InventoryException.OverCapacity;
import io.aramaki.inventory.domain.InventoryException.RequestIdReused;
import io.aramaki.inventory.domain.InventoryException.RunStarted;
import io.aramaki.inventory.domain.InventoryWorld;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.action.Action;
import io.aramaki.inventory.domain.action.ActionSamples;
import io.aramaki.inventory.domain.agent.Agent.Certificate;
import io.aramaki.inventory.domain.agent.SubjectSet;
import io.aramaki.inventory.domain.run.RunState.Approved;
import io.aramaki.inventory.domain.run.RunState.Cancelled;
import io.aramaki.inventory.domain.run.RunState.Expired;
import io.aramaki.inventory.domain.run.RunState.Requested;
import io.aramaki.inventory.domain.run.RunState.Succeeded;
import io.aramaki.inventory.domain.run.RunState.Unknown;
import io.aramaki.inventory.domain.run.Runs.Reception;
import io.aramaki.inventory.domain.run.agent.FakeConnection;
import io.aramaki.inventory.domain.run.agent.RunEvent;
import io.aramaki.inventory.domain.run.agent.RunEvent.Finished;
import io.aramaki.inventory.domain.run.agent.RunEvent.Output;
import io.aramaki.inventory.domain.run.agent.RunEvent.Started;
import io.aramaki.inventory.domain.run.output.MemoryRunOutputStore;
import io.aramaki.inventory.domain.run.output.RunOutput;
import io.aramaki.inventory.domain.timeline.TimelineEntry;
import io.aramaki.kit.testing.SeededIds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RunsTest {
  private static final AgentId A1 = new AgentId("a1");
  private static final String ACTOR = "orgs/ar1test/agents/a1";
  private static final Map<String, String> PATH = Map.of("path", "/srv/a");

  private final InventoryWorld world = new InventoryWorld();
  private final RunStore store = new MemoryRunStore();
  private final RunOutput output = new RunOutput(new MemoryRunOutputStore());
  private final RunPublisher publisher =
      new RunPublisher(store, world.timeline, new RunNews(), InventoryWorld.ORG);
  private final Runs runs =
      new Runs(
          store,
          output,
          publisher,
          world.agents,
          Duration.ofSeconds(60),
          world.clock,
          new SeededIds(1));
  private Optional<FakeConnection> connection = Optional.empty();
  private final RunWork work =
      new RunWork(
          store,
          publisher,
          agent -> agent.equals(A1) ? connection : Optional.empty(),
          "orgs/ar1test/services/inventory",
          world.clock);
  private Action flush;

  @BeforeEach
  void makeAction() {
    world.system("web");
    flush =
        world.actions.create(
            new ActionId("flush"), ActionSamples.content("web"), "", InventoryWorld.BY_ADMIN);
  }

  @Test
  void request_noAgent_isRefusedAndKeepsNothing() {
    assertThatThrownBy(() -> request("", PATH)).isInstanceOf(NotFound.class);

    assertThat(store.open(10)).isEmpty();
  }

  @Test
  void request_twoAgents_isRefused() {
    enrol("a1");
    enrol("a2");

    assertThatThrownBy(() -> request("", PATH)).isInstanceOf(AgentAmbiguous.class);
  }

  @Test
  void request_badParameter_isRefusedAndKeepsNothing() {
    enrol("a1");

    assertThatThrownBy(() -> request("r1", Map.of("path", "/etc"))).isInstanceOf(Invalid.class);

    assertThat(store.open(10)).isEmpty();
  }

  @Test
  void request_repeated_isOneRun() {
    enrol("a1");
    Run first = request("r1", PATH);
    world.clock.advance(Duration.ofHours(47));

    Run second = request("r1", PATH);

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(store.all(Optional.empty(), 10)).hasSize(1);
  }

  @Test
  void request_sameIdOtherContent_isRefused() {
    enrol("a1");
    request("r1", PATH);

    assertThatThrownBy(() -> request("r1", Map.of("path", "/srv/b")))
        .isInstanceOf(RequestIdReused.class);
  }

  @Test
  void request_withoutId_isAlwaysANewRun() {
    enrol("a1");

    assertThat(request("", PATH).id()).isNotEqualTo(request("", PATH).id());
  }

  @Test
  void request_tooManyOpen_isRefused() {
    enrol("a1");
    for (int i = 0; i < Runs.OPEN_MAX; i++) {
      store.insert(RunSamples.requested(i));
    }

    assertThatThrownBy(() -> request("", PATH)).isInstanceOf(OverCapacity.class);
  }

  @Test
  void request_good_waitsWithDefaultsAndSaysSo() {
    enrol("a1");

    Run run = request("", PATH);

    assertThat(run.state()).isEqualTo(new Requested());
    assertThat(run.order().parameters())
        .isEqualTo(Map.of("zone", "all", "count", "3", "path", "/srv/a"));
    assertThat(run.order().expireTime()).isEqualTo(run.order().createTime().plusSeconds(60));
    TimelineEntry entry = world.outbox.entries().getLast();
    assertThat(entry.kind()).isEqualTo(TimelineEntry.Kind.ACTION);
    assertThat(entry.actor()).isEqualTo(InventoryWorld.BY_ADMIN.actor());
    assertThat(entry.subject()).isEqualTo(run.id().in(InventoryWorld.ORG));
    assertThat(entry.trace()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
  }

  @Test
  void life_ofARun_isTold() {
    enrol("a1");
    connect(7);
    RunId id = request("", PATH).id();
    work.tend();

    assertThat(connection.orElseThrow().sent()).hasSize(1);
    assertThat(on(id, started(1))).isEqualTo(Reception.TAKEN);
    assertThat(on(id, output(2, 0, "done\n"))).isEqualTo(Reception.TAKEN);
    assertThat(on(id, finished(3))).isEqualTo(Reception.TAKEN);
    work.tend();

    Run run = runs.get(id);
    assertThat(run.state()).isInstanceOf(Succeeded.class);
    assertThat(output.read(id, run.outputLength())).asString().isEqualTo("done\n");
    assertThat(store.open(10)).isEmpty();
    assertThat(world.outbox.summaries())
        .containsSubsequence(
            "action flush was asked for with {count=3, path=/srv/a, zone=all}",
            "action flush was sent to agent a1",
            "action flush started on agent a1",
            "action flush succeeded");
  }

  @Test
  void dispatch_twoInstances_sendOnce() {
    enrol("a1");
    connect(7);
    var other = new FakeConnection(7);
    RunWork otherWork =
        new RunWork(store, publisher, _ -> Optional.of(other), "other", world.clock);
    request("", PATH);

    work.tend();
    otherWork.tend();
    work.tend();

    // The other connection is of the same boot: the agent reconnected there, and refuses what its
    // journal has.
    assertThat(connection.orElseThrow().sent()).hasSize(1);
    assertThat(other.sent()).hasSize(1);
    assertThat(store.open(10)).hasSize(1);
  }

  @Test
  void dispatch_agentReconnectsWithSameBoot_isSentAgainWithLessTime() {
    enrol("a1");
    connect(7);
    request("", PATH);
    work.tend();
    connect(7);
    world.clock.advance(Duration.ofSeconds(10));

    work.tend();
    work.tend();

    assertThat(connection.orElseThrow().remaining()).containsExactly(Duration.ofSeconds(50));
  }

  @Test
  void dispatch_agentRestarted_expires() {
    enrol("a1");
    connect(7);
    RunId id = request("", PATH).id();
    work.tend();

    connect(8);
    work.tend();

    assertThat(runs.get(id).state()).isInstanceOf(Expired.class);
    assertThat(connection.orElseThrow().sent()).isEmpty();
    assertThat(world.outbox.summaries()).last().asString().contains("nothing was executed");
  }

  @Test
  void expired_butTheJournalKnowsBetter_isCorrected() {
    enrol("a1");
    connect(7);
    RunId id = request("", PATH).id();
    work.tend();
    connect(8);
    work.tend();
    assertThat(store.open(10)).isEmpty();

    on(id, started(1));
    on(id, finished(2));
    work.tend();

    assertThat(runs.get(id).state()).isInstanceOf(Succeeded.class);
    assertThat(world.outbox.summaries()).last().asString().contains("succeeded");
  }

  @Test
  void expire_agentNeverThere_isForGood() {
    enrol("a1");
    RunId id = request("", PATH).id();
    world.clock.advance(Duration.ofSeconds(60));
    connect(7);

    work.tend();

    assertThat(runs.get(id).state()).isEqualTo(new Expired(world.clock.instant(), false));
    assertThat(connection.orElseThrow().sent()).isEmpty();
    assertThat(store.open(10)).isEmpty();
  }

  @Test
  void silence_afterTheStart_isUnknownUntilTheJournalSays() {
    enrol("a1");
    connect(7);
    RunId id = request("", PATH).id();
    work.tend();
    on(id, started(1));
    connection = Optional.empty();
    world.clock.advance(Duration.ofMinutes(16));
    work.tend();
    assertThat(runs.get(id).state()).isInstanceOf(Unknown.class);

    on(id, finished(2));

    assertThat(runs.get(id).state()).isInstanceOf(Succeeded.class);
  }

  @Test
  void cancel_waiting_isCancelledAndNeverSent() {
    enrol("a1");
    RunId id = request("", PATH).id();

    runs.cancel(id, InventoryWorld.BY_ADMIN);
    runs.cancel(id, InventoryWorld.BY_ADMIN);
    connect(7);
    work.tend();

    assertThat(runs.get(id).state()).isInstanceOf(Cancelled.class);
    assertThat(connection.orElseThrow().sent()).isEmpty();
  }

  @Test
  void cancel_sentOrEnded_isRefused() {
    enrol("a1");
    connect(7);
    RunId id = request("", PATH).id();
    work.tend();

    assertThatThrownBy(() -> runs.cancel(id, InventoryWorld.BY_ADMIN))
        .isInstanceOf(RunStarted.class)
        .hasMessageContaining("APPROVED");
    assertThatThrownBy(() ->
            runs.cancel(new RunId(new ActionId("flush"), new UUID(9, 9)), InventoryWorld.BY_ADMIN))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void event_ofAnotherAgentOrUnknownRun_isForeign() {
    enrol("a1");
    connect(7);
    RunId id = request("", PATH).id();
    work.tend();

    assertThat(runs.on(new AgentId("a2"), "orgs/ar1test/agents/a2", id, started(1)))
        .isEqualTo(Reception.FOREIGN);
    assertThat(on(new RunId(new ActionId("flush"), new UUID(9, 9)), started(1)))
        .isEqualTo(Reception.FOREIGN);
    assertThat(runs.get(id).state()).isInstanceOf(Approved.class);
  }

  @Test
  void event_outOfOrder_isAGapAndTakenLater() {
    enrol("a1");
    connect(7);
    RunId id = request("", PATH).id();
    work.tend();

    assertThat(on(id, finished(2))).isEqualTo(Reception.GAP);
    assertThat(on(id, started(1))).isEqualTo(Reception.TAKEN);
    assertThat(on(id, started(1))).isEqualTo(Reception.TAKEN);
    assertThat(on(id, finished(2))).isEqualTo(Reception.TAKEN);
  }

  @Test
  void crash_betweenChangeAndPublication_isMadeUp() {
    enrol("a1");
    RunId id = request("", PATH).id();
    Run run = runs.get(id);
    // An instance cancels, and dies before it tells.
    store.replace(
        run.to(new Cancelled(world.clock.instant()), world.clock.instant(), "orgs/o/users/x", ""));
    assertThat(world.outbox.summaries()).doesNotContain("action flush was cancelled");

    work.tend();

    assertThat(world.outbox.summaries()).contains("action flush was cancelled");
    assertThat(store.open(10)).isEmpty();
  }

  @Test
  void crash_betweenBindingAndRun_isMadeUpByTheRetry() {
    enrol("a1");
    var bound =
        new RunStore.Request(
            InventoryWorld.BY_ADMIN.actor(),
            "r1",
            new RunRequest(flush, "d", PATH, "r1", InventoryWorld.BY_ADMIN).digest(),
            new UUID(5, 5));
    store.bind(bound);

    assertThat(request("r1", PATH).id().value()).isEqualTo(new UUID(5, 5));
  }

  @Test
  void definitionChangedAfterwards_runKeepsItsOwn() {
    enrol("a1");
    RunId id = request("", PATH).id();

    world.actions.delete(flush.id(), "", InventoryWorld.BY_ADMIN);

    assertThat(runs.get(id).order().command()).isEqualTo(flush.content().command());
    assertThat(runs.get(id).order().definitionSha256()).isEqualTo("d");
  }

  private Run request(String requestId, Map<String, String> parameters) {
    return runs.request(new RunRequest(flush, "d", parameters, requestId, InventoryWorld.BY_ADMIN));
  }

  private void enrol(String id) {
    world.agents.enrolled(
        new AgentId(id),
        SubjectSet.first(new SystemId("web"), List.of()),
        new Certificate(id, world.clock.instant().plusSeconds(60)),
        InventoryWorld.BY_ADMIN);
  }

  private void connect(long boot) {
    connection = Optional.of(new FakeConnection(boot));
  }

  private Reception on(RunId id, RunEvent event) {
    return runs.on(A1, ACTOR, id, event);
  }

  private RunEvent started(long seq) {
    return new Started(seq, world.clock.instant());
  }

  private RunEvent finished(long seq) {
    return new Finished(seq, world.clock.instant(), OptionalInt.of(0), "", 5);
  }

  private RunEvent output(long seq, long offset, String text) {
    return new Output(
        seq, world.clock.instant(), offset, Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
  }
}
