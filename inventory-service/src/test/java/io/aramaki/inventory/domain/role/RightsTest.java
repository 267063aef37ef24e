package io.aramaki.inventory.domain.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.inventory.domain.InventoryException.LastAdmin;
import io.aramaki.inventory.domain.InventoryException.NotFound;
import io.aramaki.inventory.domain.InventoryException.OverCapacity;
import io.aramaki.inventory.domain.InventoryWorld;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.role.Rights.Held;
import io.aramaki.inventory.domain.system.SystemGraph;
import io.aramaki.kit.app.Redacted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class RightsTest {
  private static final List<Role> ROLES = List.of(Role.values());
  private static final UserId ALICE = new UserId("alice");
  private static final UserId BOB = new UserId("bob");
  private static final Redacted PASSWORD = Redacted.of("correct horse battery");

  /// `top` above `web` and `db`, `db` above `disk`, and `web` above `top` again.
  private static final SystemGraph GRAPH =
      new SystemGraph(
          Map.of(
              id("top"), List.of(id("web"), id("db")),
              id("web"), List.of(id("top")),
              id("db"), List.of(id("disk")),
              id("disk"), List.of(),
              id("lone"), List.of()));

  @Test
  void noBindings_noRights() {
    assertThat(rights()).isEmpty();
  }

  @Test
  void role_includesTheOnesBefore() {
    assertThat(rights(give(Role.OPERATOR, "db")))
        .isEqualTo(
            Map.of(
                Role.VIEWER, over("db", "disk"),
                Role.WRITER, over("db", "disk"),
                Role.OPERATOR, over("db", "disk")));
  }

  @Test
  void writer_includesNoOther_andViewerDoesNotIncludeIt() {
    assertThat(rights(give(Role.WRITER, "db"))).isEqualTo(Map.of(Role.WRITER, over("db", "disk")));
    assertThat(rights(give(Role.VIEWER, "db"))).isEqualTo(Map.of(Role.VIEWER, over("db", "disk")));
  }

  @Test
  void deny_ofWriting_leavesOnlySeeing() {
    assertThat(rights(give(Role.ADMIN, "db"), deny(Role.WRITER, "")))
        .isEqualTo(Map.of(Role.VIEWER, over("db", "disk")));
  }

  @Test
  void organisationWide_includesEverySystem() {
    assertThat(rights(give(Role.ADMIN, "")))
        .isEqualTo(
            Map.of(
                Role.VIEWER, everywhere(),
                Role.WRITER, everywhere(),
                Role.OPERATOR, everywhere(),
                Role.ADMIN, everywhere()));
  }

  @Test
  void subtree_goesThroughCycles() {
    assertThat(rights(give(Role.VIEWER, "web")))
        .isEqualTo(Map.of(Role.VIEWER, over("web", "top", "db", "disk")));
  }

  @Test
  void deny_winsOverAnOrganisationWideRole() {
    assertThat(rights(give(Role.VIEWER, ""), deny(Role.VIEWER, "db")))
        .isEqualTo(Map.of(Role.VIEWER, over("lone", "top", "web")));
  }

  @Test
  void deny_ofALowRole_takesTheHigherOnesToo() {
    assertThat(rights(give(Role.ADMIN, "db"), deny(Role.VIEWER, "disk")))
        .isEqualTo(
            Map.of(
                Role.VIEWER, over("db"),
                Role.WRITER, over("db"),
                Role.OPERATOR, over("db"),
                Role.ADMIN, over("db")));
  }

  @Test
  void deny_ofAHighRole_leavesTheLowerOnes() {
    assertThat(rights(give(Role.ADMIN, ""), deny(Role.ADMIN, "disk")))
        .isEqualTo(
            Map.of(
                Role.VIEWER, everywhere(),
                Role.WRITER, everywhere(),
                Role.OPERATOR, everywhere(),
                Role.ADMIN, over("db", "lone", "top", "web")));
  }

  @Test
  void deny_organisationWide_leavesNothing() {
    assertThat(rights(give(Role.ADMIN, ""), deny(Role.VIEWER, ""))).isEmpty();
  }

  @Test
  void binding_toASystemThatIsGone_givesNothing() {
    assertThat(rights(give(Role.ADMIN, "gone"))).isEmpty();
  }

  @Test
  void rights_randomBindings_agreeWithTheDefinition() {
    List<String> tops = List.of("", "top", "web", "db", "disk", "lone", "gone");
    for (int seed = 0; seed < 1000; seed++) {
      var random = new Random(seed);
      var bindings = new ArrayList<RoleBinding>();
      for (int i = random.nextInt(5); i >= 0; i--) {
        Role role = ROLES.get(random.nextInt(ROLES.size()));
        String top = tops.get(random.nextInt(tops.size()));
        bindings.add(random.nextInt(3) == 0 ? deny(role, top) : give(role, top));
      }

      Map<Role, Held> held = Rights.of(bindings, GRAPH).held();

      for (Role role : Role.values()) {
        for (SystemId system : GRAPH.systems()) {
          boolean expected = holds(bindings, role, system);
          assertThat(isHeld(held, role, system))
              .as("seed %d: %s over %s by %s", seed, role, system, bindings)
              .isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void roles_lastAdministrator_cannotBeTaken() {
    var world = worldWithAdmin();

    assertThatThrownBy(() -> world.roles.remove(give(Role.ADMIN, "")))
        .isInstanceOf(LastAdmin.class)
        .hasMessageContaining("\"alice\" is the last administrator");
    assertThatThrownBy(() -> world.roles.set(deny(Role.ADMIN, ""))).isInstanceOf(LastAdmin.class);
    assertThatThrownBy(() -> world.roles.set(deny(Role.VIEWER, "web")))
        .isInstanceOf(LastAdmin.class);
  }

  @Test
  void roles_administratorWhoMayNotLogIn_doesNotCount() {
    var world = worldWithAdmin();
    world.users.create(BOB, "", true, PASSWORD);
    world.roles.set(new RoleBinding(BOB, Role.ADMIN, Optional.empty(), false));

    assertThatThrownBy(() -> world.roles.remove(give(Role.ADMIN, "")))
        .isInstanceOf(LastAdmin.class);
    assertThat(world.roles.rights(BOB).held()).isEmpty();
  }

  @Test
  void roles_secondAdministrator_setsTheFirstFree() {
    var world = worldWithAdmin();
    world.users.create(BOB, "", false, PASSWORD);
    world.roles.set(new RoleBinding(BOB, Role.ADMIN, Optional.empty(), false));

    world.roles.remove(give(Role.ADMIN, ""));
    world.roles.remove(give(Role.ADMIN, ""));

    assertThat(world.roles.rights(ALICE).held()).isEmpty();
    assertThat(world.roles.list(Optional.empty())).hasSize(1);
  }

  @Test
  void roles_unknownUserOrSystem_isNotFound() {
    var world = worldWithAdmin();

    assertThatThrownBy(
            () -> world.roles.set(new RoleBinding(BOB, Role.VIEWER, Optional.empty(), false)))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> world.roles.set(give(Role.VIEWER, "gone")))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void bindings_full_isRefused() {
    List<RoleBinding> many = new ArrayList<>();
    for (int i = 0; i < RoleBindings.MAX; i++) {
      many.add(give(Role.VIEWER, "s" + i));
    }
    var full = new RoleBindings(1, many);

    assertThatThrownBy(() -> full.with(give(Role.VIEWER, "more"), _ -> true))
        .isInstanceOf(OverCapacity.class);
    assertThat(full.with(deny(Role.VIEWER, "s1"), _ -> true).bindings()).hasSize(RoleBindings.MAX);
  }

  private static InventoryWorld worldWithAdmin() {
    var world = new InventoryWorld();
    world.system("web");
    world.users.create(ALICE, "", false, PASSWORD);
    world.roles.set(give(Role.ADMIN, ""));
    return world;
  }

  /// The definition, one system at a time.
  private static boolean holds(List<RoleBinding> bindings, Role role, SystemId system) {
    boolean given =
        bindings.stream().anyMatch(b -> !b.deny() && isPartOf(role, b.role()) && covers(b, system));
    boolean denied =
        bindings.stream()
            .anyMatch(b ->
                b.deny()
                    && (isPartOf(b.role(), role) || b.role() == Role.VIEWER)
                    && covers(b, system));
    return given && !denied;
  }

  private static boolean isPartOf(Role part, Role whole) {
    return part == whole || whole == Role.ADMIN || (whole == Role.OPERATOR && part != Role.ADMIN);
  }

  private static boolean covers(RoleBinding binding, SystemId system) {
    return binding.top().map(top -> GRAPH.subtree(top).contains(system)).orElse(true);
  }

  private static boolean isHeld(Map<Role, Held> held, Role role, SystemId system) {
    Held where = held.get(role);
    return where != null && (where.organisationWide() || where.systems().contains(system));
  }

  private static Map<Role, Held> rights(RoleBinding... bindings) {
    var held = new EnumMap<Role, Held>(Role.class);
    held.putAll(Rights.of(List.of(bindings), GRAPH).held());
    return held;
  }

  private static RoleBinding give(Role role, String top) {
    return new RoleBinding(ALICE, role, top(top), false);
  }

  private static RoleBinding deny(Role role, String top) {
    return new RoleBinding(ALICE, role, top(top), true);
  }

  private static Optional<SystemId> top(String top) {
    return top.isEmpty() ? Optional.empty() : Optional.of(id(top));
  }

  private static Held everywhere() {
    return new Held(true, new TreeSet<>());
  }

  private static Held over(String... systems) {
    return new Held(
        false,
        Arrays.stream(systems).map(SystemId::new).collect(Collectors.toCollection(TreeSet::new)));
  }

  private static SystemId id(String id) {
    return new SystemId(id);
  }
}
