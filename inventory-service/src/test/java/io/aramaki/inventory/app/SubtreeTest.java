package io.aramaki.inventory.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.inventory.domain.role.Role;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.grpc.matrix.MemberCallers;
import io.aramaki.kit.grpc.matrix.SubtreeMatrix;
import io.aramaki.kit.grpc.matrix.SubtreeMatrix.Neighbour;
import io.aramaki.kit.grpc.matrix.VisibleLists;
import io.aramaki.kit.testing.CassandraExtension;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What lies in one subtree, and people whose rights end with it or with another one.
@ExtendWith(CassandraExtension.class)
final class SubtreeTest {
  private final Rig rig;

  SubtreeTest(CassandraConfig cassandra) {
    rig = Rig.on(cassandra);
  }

  /// One of each that belongs to a system, and the system itself; all by resource name.
  private record Estate(String id, String system, String agent, String action, String run) {}

  @Test
  void everyRpcAboutAResource_isForThoseInWhoseSubtreeItLies() {
    // Given
    var estate = estate();
    String top = rig.system(estate.id());
    String elsewhere = rig.system();
    var existing =
        Map.of(
            "orgs/*/systems/*", estate.system(),
            "orgs/*/agents/*", estate.agent(),
            "orgs/*/actions/*", estate.action(),
            "orgs/*/actions/*/runs/*", estate.run());

    // When
    try (var callers = callers()) {
      var failures =
          new SubtreeMatrix(AccessTest.DESCRIPTORS, callers)
              .failures(
                  existing,
                  List.of(
                      Neighbour.operator(rig.user(Role.OPERATOR, elsewhere), false),
                      Neighbour.admin(rig.user(Role.ADMIN, elsewhere), false),
                      Neighbour.operator(rig.user(Role.OPERATOR, top), true),
                      Neighbour.admin(rig.user(Role.ADMIN, top), true)));

      // Then
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void lists_ofTwoSubtrees_showEachPersonItsOwn() {
    // Given
    var first = estate();
    var theirs = estate();
    var second = estate();
    var theirsToo = estate();
    String top = rig.system(first.id(), second.id());
    String theirTop = rig.system(theirs.id(), theirsToo.id());

    // When
    try (var callers = callers()) {
      var lists = new VisibleLists(AccessTest.DESCRIPTORS, callers);

      // Then
      assertThat(lists.shownTo(rig.user(Role.OPERATOR, top)))
          .isEqualTo(expected(top, first, second));
      assertThat(lists.shownTo(rig.user(Role.OPERATOR, theirTop)))
          .isEqualTo(expected(theirTop, theirs, theirsToo));
    }
  }

  private Map<String, Set<String>> expected(String top, Estate one, Estate other) {
    return Map.of(
        "ListSystems", Set.of(rig.name("systems", top), one.system(), other.system()),
        "ListAgents", Set.of(one.agent(), other.agent()),
        "ListActions", Set.of(one.action(), other.action()),
        "ListRuns", Set.of(one.run(), other.run()));
  }

  private Estate estate() {
    String system = rig.system();
    var enrolled = rig.enrol(Rig.fresh("agent"), system);
    String action = rig.action(system);
    return new Estate(
        system,
        rig.name("systems", system),
        rig.name("agents", enrolled.agent()),
        rig.name("actions", action),
        rig.run(rig.admin(), action).getName());
  }

  private MemberCallers callers() {
    return new MemberCallers(new RigOrganisation(rig), "inventory", rig::target);
  }
}
