package io.aramaki.inventory.grpc;

import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.people.Role;

/// Roles on the wire.
final class RoleMapper {
  private RoleMapper() {}

  static io.aramaki.type.v1.Role map(Role role) {
    return switch (role) {
      case VIEWER -> io.aramaki.type.v1.Role.VIEWER;
      case OPERATOR -> io.aramaki.type.v1.Role.OPERATOR;
      case ADMIN -> io.aramaki.type.v1.Role.ADMIN;
    };
  }

  static Role map(Kind about, String field, io.aramaki.type.v1.Role role) {
    return switch (role) {
      case VIEWER -> Role.VIEWER;
      case OPERATOR -> Role.OPERATOR;
      case ADMIN -> Role.ADMIN;
      case ROLE_UNSPECIFIED, UNRECOGNIZED ->
          throw new Invalid(about, field, "no role (expected: VIEWER, OPERATOR, ADMIN)");
    };
  }
}
