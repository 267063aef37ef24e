package io.aramaki.inventory.domain.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.inventory.domain.InventoryException.AlreadyExists;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.NotFound;
import io.aramaki.inventory.domain.InventoryException.StaleEtag;
import io.aramaki.inventory.domain.InventoryException.SystemInUse;
import io.aramaki.inventory.domain.InventoryWorld;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.timeline.TimelineEntry;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SystemsTest {
  private static final SystemId WEB = new SystemId("web");
  private final InventoryWorld world = new InventoryWorld();

  @ParameterizedTest
  @ValueSource(strings = {"", "Web", "9web", "web-", "-web", "we_b", "a/b", "wéb"})
  void systemId_notAllowed_isRefused(String id) {
    assertThatThrownBy(() -> new SystemId(id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no id in systems");
  }

  @Test
  void content_overItsLimits_isRefused() {
    assertThatThrownBy(() -> content("x".repeat(121), Map.of()))
        .isInstanceOf(Invalid.class)
        .hasMessage("display_name: has 121 characters, at most 120 are allowed");
    assertThatThrownBy(() -> content("bell\u0007", Map.of()))
        .hasMessageContaining("control character");
    assertThatThrownBy(() -> content("", Map.of("Env", "x"))).hasMessageContaining("\"Env\"");
    assertThatThrownBy(() -> content("", Map.of("env", "x".repeat(256))))
        .hasMessageContaining("labels.env");
    assertThatThrownBy(() -> InventoryWorld.content("a", "a")).hasMessageContaining("twice");
    assertThatThrownBy(() ->
            new SystemContent("", "", "", Map.of(), Collections.nCopies(1001, new SystemId("a"))))
        .hasMessageContaining("1001");
  }

  @Test
  void create_missingSubsystem_isRefused() {
    assertThatThrownBy(() -> world.system("web", "db"))
        .isInstanceOf(Invalid.class)
        .hasMessage("subsystems: \"db\" does not exist; create it first");
  }

  @Test
  void create_taken_isRefused() {
    world.system("web");

    assertThatThrownBy(() -> world.system("web")).isInstanceOf(AlreadyExists.class);
  }

  @Test
  void create_sameRequestId_answersTheFirst() {
    ManagedSystem first =
        world.systems.create(WEB, content("one", Map.of()), "r1", InventoryWorld.BY_ADMIN);

    ManagedSystem second =
        world.systems.create(WEB, content("two", Map.of()), "r1", InventoryWorld.BY_ADMIN);

    assertThat(second).isEqualTo(first);
    assertThatThrownBy(
            () -> world.systems.create(WEB, content("", Map.of()), "r2", InventoryWorld.BY_ADMIN))
        .isInstanceOf(AlreadyExists.class);
    assertThat(world.outbox.summaries()).containsExactly("system created");
  }

  @Test
  void update_staleEtag_isRefused() {
    ManagedSystem web = world.system("web");
    world.clock.advance(Duration.ofSeconds(1));
    ManagedSystem next =
        world.systems.update(
            WEB, _ -> content("two", Map.of()), web.etag(), InventoryWorld.BY_ADMIN);

    assertThatThrownBy(() ->
            world.systems.update(
                WEB, _ -> content("three", Map.of()), web.etag(), InventoryWorld.BY_ADMIN))
        .isInstanceOf(StaleEtag.class)
        .hasMessageContaining("read it again");
    assertThat(world.systems.get(WEB)).isEqualTo(next);
    assertThat(next.version()).isEqualTo(2);
    assertThat(next.updateTime()).isAfter(next.createTime());
  }

  @Test
  void update_cycle_isLegal() {
    world.system("db");
    world.system("web", "db");

    world.systems.update(
        new SystemId("db"), _ -> InventoryWorld.content("web"), "", InventoryWorld.BY_ADMIN);

    assertThat(world.systems.graph().subtree(new SystemId("db"))).hasSize(2);
  }

  @Test
  void delete_whatIsReferredTo_isRefused() {
    world.system("db");
    world.system("web", "db");
    world.referrers.add("agent a1");

    assertThatThrownBy(() -> world.systems.delete(new SystemId("db"), "", InventoryWorld.BY_ADMIN))
        .isInstanceOf(SystemInUse.class)
        .hasMessage("system \"db\" is used by system web, agent a1; change those first");
  }

  @Test
  void delete_thenAgain_isNotFound() {
    world.system("web");
    assertThatThrownBy(() -> world.systems.delete(WEB, "9-x", InventoryWorld.BY_ADMIN))
        .isInstanceOf(StaleEtag.class);

    world.systems.delete(WEB, "", InventoryWorld.BY_ADMIN);

    assertThatThrownBy(() -> world.systems.delete(WEB, "", InventoryWorld.BY_ADMIN))
        .isInstanceOf(NotFound.class)
        .hasMessage("there is no system \"web\"");
  }

  @Test
  void deletedAndCreatedAgain_hasAnotherEtag() {
    ManagedSystem first = world.system("web");
    world.systems.delete(WEB, "", InventoryWorld.BY_ADMIN);
    world.clock.advance(Duration.ofSeconds(1));

    ManagedSystem second = world.system("web");

    assertThat(second.etag()).isNotEqualTo(first.etag());
  }

  @Test
  void changes_areTimelineEntries_withWhoAndTrace() {
    world.system("web");

    TimelineEntry entry = world.outbox.entries().getFirst();

    assertThat(entry.actor()).isEqualTo("orgs/ar1test/users/admin");
    assertThat(entry.subject()).isEqualTo("orgs/ar1test/systems/web");
    assertThat(entry.trace()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
  }

  @Test
  void list_pages_sayWhereTheNextBegins() {
    List.of("a", "b", "c").forEach(world::system);

    var first = world.systems.list(Optional.empty(), 2);
    var second = world.systems.list(first.next().map(SystemId::new), 2);

    assertThat(first.items()).hasSize(2);
    assertThat(first.next()).contains("b");
    assertThat(second.items()).hasSize(1);
    assertThat(second.next()).isEmpty();
  }

  private static SystemContent content(String displayName, Map<String, String> labels) {
    return new SystemContent(displayName, "", "", labels, List.of());
  }
}
