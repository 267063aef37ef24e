package io.aramaki.inventory.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.InventoryWorld;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.action.Action;
import io.aramaki.inventory.domain.action.ActionSamples;
import io.aramaki.inventory.domain.agent.Agent.Certificate;
import io.aramaki.inventory.domain.agent.SubjectSet;
import io.aramaki.inventory.domain.run.Run;
import io.aramaki.inventory.domain.run.RunNews;
import io.aramaki.inventory.domain.run.RunPublisher;
import io.aramaki.inventory.domain.run.RunRequest;
import io.aramaki.inventory.domain.run.RunState.Started;
import io.aramaki.inventory.domain.run.RunState.Unknown;
import io.aramaki.inventory.domain.run.RunStore;
import io.aramaki.inventory.domain.run.RunWork;
import io.aramaki.inventory.domain.run.Runs;
import io.aramaki.inventory.domain.run.Runs.Reception;
import io.aramaki.inventory.domain.run.agent.FakeConnection;
import io.aramaki.inventory.domain.run.agent.RunEvent;
import io.aramaki.inventory.domain.run.output.MemoryRunOutputStore;
import io.aramaki.inventory.domain.run.output.RunOutput;
import io.aramaki.inventory.storage.run.CassandraRunStore;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.SchemaInstaller;
import io.aramaki.kit.testing.CassandraExtension;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs that were given up, of agents that come back long after, on a real Cassandra and with two
/// instances that share it.
@ExtendWith(CassandraExtension.class)
final class ReturningAgentTest {
  private static final AgentId A1 = new AgentId("a1");
  private static final String ACTOR = "orgs/ar1test/agents/a1";

  private final Cql cql;
  private final InventoryWorld world = new InventoryWorld();
  private final Instance here;
  private final Instance there;
  private Action flush;

  ReturningAgentTest(CqlSession session) {
    cql = new Cql(session);
    here = new Instance();
    there = new Instance();
    world.system("web");
    flush =
        world.actions.create(
            new ActionId("flush"), ActionSamples.content("web"), "", InventoryWorld.BY_ADMIN);
    world.agents.enrolled(
        A1,
        SubjectSet.first(new SystemId("web"), List.of()),
        new Certificate("a1", world.clock.instant().plusSeconds(60)),
        InventoryWorld.BY_ADMIN);
  }

  @BeforeAll
  static void installSchema(CqlSession session) {
    new SchemaInstaller(new Cql(session), Clock.systemUTC(), UUID::randomUUID)
        .install(CassandraSystemStore.class);
  }

  @BeforeEach
  void empty() {
    cql.session().execute("TRUNCATE open_run");
  }

  /// One of the instances that share the tables.
  private final class Instance {
    private final RunStore store = new CassandraRunStore(cql, world.clock);
    private final RunPublisher publisher =
        new RunPublisher(store, world.timeline, new RunNews(), InventoryWorld.ORG);
    private final Runs runs =
        new Runs(
            store,
            new RunOutput(new MemoryRunOutputStore()),
            publisher,
            world.agents,
            Duration.ofSeconds(60),
            world.clock,
            UUID::randomUUID);
    private Optional<FakeConnection> connection = Optional.empty();
    private final RunWork work =
        new RunWork(
            store, publisher, _ -> connection, "orgs/ar1test/services/inventory", world.clock);
  }

  private RunId runThatWasGivenUp() {
    Map<String, String> path = Map.of("path", "/srv/a");
    RunId id =
        here.runs.request(new RunRequest(flush, "d", path, "", InventoryWorld.BY_ADMIN)).id();
    here.connection = Optional.of(new FakeConnection(7));
    here.work.tend();
    here.connection = Optional.empty();
    world.clock.advance(Duration.ofMinutes(10));
    here.work.tend();
    assertThat(here.runs.get(id).state()).isInstanceOf(Unknown.class);
    assertThat(here.store.open(10)).isEmpty();
    return id;
  }

  private void started(RunId id) {
    assertThat(here.runs.on(A1, ACTOR, id, new RunEvent.Started(1, world.clock.instant())))
        .isEqualTo(Reception.TAKEN);
    assertThat(here.runs.get(id).state()).isInstanceOf(Started.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 40})
  void agentThatComesBackAfterDays_itsRunDoesNotStayStarted(int days) {
    RunId id = runThatWasGivenUp();
    world.clock.advance(Duration.ofDays(days));
    here.work.tend();
    there.work.tend();

    started(id);
    world.clock.advance(Duration.ofHours(1));
    there.work.tend();

    Run run = there.runs.get(id);
    assertThat(run.state()).isInstanceOf(Unknown.class);
    assertThat(run.isClosed()).isTrue();
    assertThat(here.store.open(10)).isEmpty();
  }

  @Test
  void instanceThatStartsAfterwards_tendsTheRun() {
    RunId id = runThatWasGivenUp();
    world.clock.advance(Duration.ofDays(40));
    here.work.tend();
    started(id);
    world.clock.advance(Duration.ofHours(1));

    new Instance().work.tend();

    assertThat(here.runs.get(id).state()).isInstanceOf(Unknown.class);
  }

  @Test
  void clockThatWasAhead_isSetBack_runsAreSeen() {
    world.clock.jump(Duration.ofDays(9));
    here.work.tend();
    world.clock.jump(Duration.ofDays(-9));

    assertThat(runThatWasGivenUp()).isNotNull();
  }
}
