package io.aramaki.kit.grpc.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RightsTest {
  private static final String WEB = "orgs/o/systems/web";
  private static final String SHOP = "orgs/o/systems/shop";

  @Test
  void nobody_holdsNothing() {
    assertThat(Rights.NONE.anywhere(Role.VIEWER)).isFalse();
    assertThat(Rights.NONE.over(Role.VIEWER, WEB)).isFalse();
    assertThat(Rights.NONE.organisationWide(Role.VIEWER)).isFalse();
  }

  @Test
  void unspecifiedRole_givesNothing() {
    // When
    var rights =
        Rights.of(
            List.of(
                Right.newBuilder().setOrganisationWide(true).build(),
                Right.newBuilder().setRoleValue(77).setOrganisationWide(true).build(),
                Right.newBuilder().addSystems(WEB).build()));
    // Then
    assertThat(rights.anywhere(Role.VIEWER)).isFalse();
  }

  @Test
  void operatorOfOneSystem_isAlsoItsViewer_butNotItsAdminNorAnybodyElsewhere() {
    // When
    var rights =
        Rights.of(List.of(Right.newBuilder().setRole(Role.OPERATOR).addSystems(WEB).build()));
    // Then
    assertThat(rights.over(Role.VIEWER, WEB)).isTrue();
    assertThat(rights.over(Role.OPERATOR, WEB)).isTrue();
    assertThat(rights.over(Role.ADMIN, WEB)).isFalse();
    assertThat(rights.over(Role.VIEWER, SHOP)).isFalse();
    assertThat(rights.anywhere(Role.OPERATOR)).isTrue();
    assertThat(rights.anywhere(Role.ADMIN)).isFalse();
    assertThat(rights.organisationWide(Role.VIEWER)).isFalse();
  }

  @Test
  void writer_mayWrite_andSeesNothing() {
    // When
    var rights =
        Rights.of(
            List.of(
                Right.newBuilder().setRole(Role.WRITER).setOrganisationWide(true).build(),
                Right.newBuilder().setRole(Role.WRITER).addSystems(WEB).build()));
    // Then
    assertThat(rights.organisationWide(Role.WRITER)).isTrue();
    assertThat(rights.systems(Role.WRITER)).containsExactly(WEB);
    for (Role other : List.of(Role.VIEWER, Role.OPERATOR, Role.ADMIN)) {
      assertThat(rights.anywhere(other)).as(other.name()).isFalse();
    }
  }

  @Test
  void onlyOperatorsAndAdministrators_areWritersToo() {
    for (Role role : List.of(Role.VIEWER, Role.OPERATOR, Role.ADMIN)) {
      // When
      var rights = Rights.of(List.of(Right.newBuilder().setRole(role).addSystems(WEB).build()));
      // Then
      assertThat(rights.over(Role.WRITER, WEB)).as(role.name()).isEqualTo(role != Role.VIEWER);
    }
  }

  @Test
  void viewerOfAllAndOperatorOfOne_areTakenTogether() {
    // When
    var rights =
        Rights.of(
            List.of(
                Right.newBuilder().setRole(Role.VIEWER).setOrganisationWide(true).build(),
                Right.newBuilder().setRole(Role.OPERATOR).addSystems(WEB).build()));
    // Then
    assertThat(rights.over(Role.VIEWER, SHOP)).isTrue();
    assertThat(rights.over(Role.OPERATOR, SHOP)).isFalse();
    assertThat(rights.over(Role.OPERATOR, WEB)).isTrue();
    assertThat(rights.systems(Role.OPERATOR)).containsExactly(WEB);
  }
}
