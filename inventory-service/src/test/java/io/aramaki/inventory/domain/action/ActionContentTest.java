package io.aramaki.inventory.domain.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.InventoryException.AlreadyExists;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.InventoryException.NotFound;
import io.aramaki.inventory.domain.InventoryException.StaleEtag;
import io.aramaki.inventory.domain.InventoryWorld;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.action.Parameter.Choices;
import io.aramaki.inventory.domain.action.Parameter.Prefix;
import io.aramaki.inventory.domain.action.Parameter.Range;
import io.aramaki.inventory.domain.agent.Agent;
import io.aramaki.inventory.domain.agent.Agent.Certificate;
import io.aramaki.inventory.domain.agent.SubjectSet;
import io.aramaki.inventory.domain.role.Role;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ActionContentTest {
  private static final ActionContent FLUSH = ActionSamples.content("web");

  @ParameterizedTest
  @ValueSource(strings = {"flush", "./flush", "/usr/bin/", "sh -c", ""})
  void command_programNotAbsolute_isRefused(String program) {
    assertThatThrownBy(() -> command(List.of(program))).hasMessageContaining("absolute path");
  }

  @Test
  void command_shapeNotAllowed_isRefused() {
    assertThatThrownBy(() -> command(List.of())).hasMessageContaining("1 to 64");
    assertThatThrownBy(() -> command(Collections.nCopies(65, "/bin/x")))
        .hasMessageContaining("1 to 64");
    assertThatThrownBy(() -> command(List.of("/bin/{zone}"))).hasMessageContaining("fixed");
    assertThatThrownBy(() -> command(List.of("/bin/x", "{gone}")))
        .hasMessage("command[1]: {gone} is not declared in parameters");
    assertThatThrownBy(() -> command(List.of("/bin/x", "a\0b"))).hasMessageContaining("NUL");
    assertThatThrownBy(() -> command(List.of("/bin/x", "x".repeat(4097))))
        .hasMessageContaining("4096");
  }

  @Test
  void command_bracesThatAreNoParameter_areLiteral() {
    assertThat(command(List.of("/usr/bin/awk", "{ print $1 }", "{}", "{A}")).command()).hasSize(4);
  }

  @Test
  void content_viewerOrTimeoutNotAllowed_isRefused() {
    assertThatThrownBy(() -> ActionSamples.content("web", Role.VIEWER))
        .hasMessageContaining("viewers and writers never run anything");
    for (Duration timeout : List.of(Duration.ZERO, Duration.ofHours(2), Duration.ofMillis(999))) {
      assertThatThrownBy(() -> content(List.of("/bin/x"), List.of(), timeout))
          .hasMessageContaining("1 s to 1 h");
    }
  }

  @Test
  void parameters_twiceOrTooMany_areRefused() {
    Parameter one = text("one", "");
    assertThatThrownBy(() -> content(List.of("/bin/x"), List.of(one, one), Duration.ofSeconds(1)))
        .hasMessageContaining("twice");
    assertThatThrownBy(
            () -> content(List.of("/bin/x"), Collections.nCopies(17, one), Duration.ofSeconds(1)))
        .hasMessageContaining("16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Zone", "9x", "a-b", "a b"})
  void parameter_nameNotAllowed_isRefused(String name) {
    assertThatThrownBy(() -> text(name, "")).isInstanceOf(Invalid.class);
  }

  @Test
  void parameter_typeNotAllowed_isRefused() {
    assertThatThrownBy(() -> new Choices(List.of())).hasMessageContaining("1 to 100");
    assertThatThrownBy(() -> new Choices(List.of("a", "a"))).hasMessageContaining("twice");
    assertThatThrownBy(() -> new Choices(List.of("a\nb"))).hasMessageContaining("control");
    assertThatThrownBy(() -> new Range(2, 1)).hasMessageContaining("must not be greater");
    assertThatThrownBy(() -> new Prefix("a\0")).hasMessageContaining("control");
    assertThatThrownBy(() -> new Parameter("n", "", new Range(1, 2), Optional.of("3"), false))
        .hasMessageContaining("default_value");
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "zone|none",
        "zone|''",
        "zone|All",
        "count|0",
        "count|10",
        "count|1.5",
        "count|+1",
        "count|01",
        "count|-1",
        "count|' 1'",
        "count|99999999999999999999",
        "path|/etc/passwd",
        "path|srv/x",
        "path|-/srv/",
        "gone|x"
      },
      delimiter = '|')
  void fill_valueNotAllowed_isRefused(String name, String value) {
    var given = new HashMap<>(Map.of("path", "/srv/a"));
    given.put(name, value);

    assertThatThrownBy(() -> FLUSH.fill(given))
        .isInstanceOfSatisfying(
            Invalid.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.PARAMETER);
              assertThat(e.field()).isEqualTo("parameters." + name);
            });
  }

  @Test
  void fill_missing_isRefusedUnlessThereIsADefault() {
    assertThatThrownBy(() -> FLUSH.fill(Map.of())).hasMessage("parameters.path: must be given");
    assertThat(FLUSH.fill(Map.of("path", "/srv/a")))
        .isEqualTo(Map.of("zone", "all", "count", "3", "path", "/srv/a"));
  }

  @Test
  void fill_controlCharacterOrTooLong_isRefused() {
    assertThatThrownBy(() -> FLUSH.fill(Map.of("path", "/srv/a\nb")))
        .hasMessageContaining("control");
    assertThatThrownBy(() -> FLUSH.fill(Map.of("path", "/srv/" + "x".repeat(251))))
        .hasMessageContaining("255");
  }

  @Test
  void fill_option_onlyIfDeclared() {
    var declared = new Parameter("o", "", new Prefix(""), Optional.empty(), true);
    var plain = new Parameter("o", "", new Prefix(""), Optional.empty(), false);
    var negative = new Parameter("o", "", new Range(-5, 5), Optional.empty(), false);

    assertThat(declared.complaint("--force")).isEmpty();
    assertThat(plain.complaint("--force"))
        .contains("must not begin with \"-\": it would become an option");
    assertThat(negative.complaint("-3")).isPresent();
  }

  @Test
  void actions_referencesThatDoNotExist_areRefused() {
    var world = new InventoryWorld();
    var id = new ActionId("flush");
    assertThatThrownBy(() -> world.actions.create(id, FLUSH, "", InventoryWorld.BY_ADMIN))
        .hasMessageContaining("system: \"web\" does not exist");
    world.system("web");
    world.system("db");
    assertThatThrownBy(() -> world.actions.create(id, by("a1", "web"), "", InventoryWorld.BY_ADMIN))
        .hasMessageContaining("agent: \"a1\" does not exist");
    enrol(world, "a1", "db");
    assertThatThrownBy(() -> world.actions.create(id, by("a1", "web"), "", InventoryWorld.BY_ADMIN))
        .hasMessageContaining("has nothing to do with system \"web\"");
  }

  @Test
  void actions_createUpdateDelete_areGuarded() {
    var world = new InventoryWorld();
    world.system("web");
    var id = new ActionId("flush");
    Action first = world.actions.create(id, FLUSH, "r1", InventoryWorld.BY_ADMIN);

    assertThat(world.actions.create(id, FLUSH, "r1", InventoryWorld.BY_ADMIN)).isEqualTo(first);
    assertThatThrownBy(() -> world.actions.create(id, FLUSH, "", InventoryWorld.BY_ADMIN))
        .isInstanceOf(AlreadyExists.class);
    Action second = world.actions.update(id, c -> c, first.etag(), InventoryWorld.BY_ADMIN);
    assertThatThrownBy(
            () -> world.actions.update(id, c -> c, first.etag(), InventoryWorld.BY_ADMIN))
        .isInstanceOf(StaleEtag.class);
    assertThatThrownBy(() -> world.actions.delete(id, first.etag(), InventoryWorld.BY_ADMIN))
        .isInstanceOf(StaleEtag.class);
    world.actions.delete(id, second.etag(), InventoryWorld.BY_ADMIN);
    assertThatThrownBy(() -> world.actions.delete(id, "", InventoryWorld.BY_ADMIN))
        .isInstanceOf(NotFound.class);
    assertThat(world.outbox.summaries())
        .containsSubsequence(
            "action flush created", "action flush changed", "action flush deleted");
  }

  @Test
  void actions_executedBy_areNamedOrOfTheAgentsSystem() {
    var world = new InventoryWorld();
    world.system("web");
    world.system("db");
    Agent a1 = enrol(world, "a1", "web", "db");
    Agent a2 = enrol(world, "a2", "web");
    create(world, "open", by("", "web"));
    create(world, "named", by("a1", "db"));
    create(world, "other", by("", "db"));

    assertThat(executed(world, a1)).containsExactly("named", "open");
    assertThat(executed(world, a2)).containsExactly("open");
  }

  private static List<String> executed(InventoryWorld world, Agent agent) {
    return world.actions.all().stream()
        .filter(action -> Actions.isExecutedBy(agent, action.content()))
        .map(action -> action.id().value())
        .toList();
  }

  private static void create(InventoryWorld world, String id, ActionContent content) {
    world.actions.create(new ActionId(id), content, "", InventoryWorld.BY_ADMIN);
  }

  private static Agent enrol(InventoryWorld world, String id, String system, String... proxied) {
    return world.agents.enrolled(
        new AgentId(id),
        SubjectSet.first(
            new SystemId(system), List.of(proxied).stream().map(SystemId::new).toList()),
        new Certificate(id, world.clock.instant().plusSeconds(60)),
        InventoryWorld.BY_ADMIN);
  }

  private static ActionContent by(String agent, String system) {
    return new ActionContent(
        new SystemId(system),
        "",
        "",
        agent.isEmpty() ? Optional.empty() : Optional.of(new AgentId(agent)),
        List.of("/bin/true"),
        List.of(),
        Role.OPERATOR,
        Duration.ofSeconds(1));
  }

  private static ActionContent command(List<String> command) {
    return content(command, List.of(text("zone", "")), Duration.ofSeconds(1));
  }

  private static ActionContent content(
      List<String> command, List<Parameter> parameters, Duration timeout) {
    return new ActionContent(
        new SystemId("web"), "", "", Optional.empty(), command, parameters, Role.OPERATOR, timeout);
  }

  private static Parameter text(String name, String prefix) {
    return new Parameter(name, "", new Prefix(prefix), Optional.empty(), false);
  }
}
