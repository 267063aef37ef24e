package io.aramaki.inventory.grpc.people;

import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.login.ApiToken;
import io.aramaki.inventory.domain.people.User;
import io.aramaki.inventory.domain.role.Rights;
import io.aramaki.inventory.domain.role.Role;
import io.aramaki.inventory.domain.role.RoleBinding;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.kit.grpc.Times;
import io.aramaki.kit.name.ResourceName;
import io.aramaki.type.v1.Right;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Translates users, role bindings and rights.
final class PeopleMapper {
  static final String TOKENS = "tokens";

  private final Names names;

  PeopleMapper(Names names) {
    this.names = names;
  }

  io.aramaki.inventory.v1.User proto(User user) {
    return io.aramaki.inventory.v1.User.newBuilder()
        .setName(user.id().in(names.org()))
        .setDisplayName(user.displayName())
        .setCreateTime(Times.timestamp(user.createTime()))
        .setDisabled(user.disabled())
        .build();
  }

  /// Without its secret.
  io.aramaki.inventory.v1.ApiToken proto(ApiToken token) {
    return io.aramaki.inventory.v1.ApiToken.newBuilder()
        .setName(
            ResourceName.parse(token.user().in(names.org())).child(TOKENS, token.id()).toString())
        .setDisplayName(token.displayName())
        .setCreateTime(Times.timestamp(token.createTime()))
        .setExpireTime(Times.timestamp(token.expireTime()))
        .build();
  }

  io.aramaki.inventory.v1.RoleBinding proto(RoleBinding binding) {
    return io.aramaki.inventory.v1.RoleBinding.newBuilder()
        .setUser(binding.user().in(names.org()))
        .setRole(proto(binding.role()))
        .setSystem(binding.top().map(top -> top.in(names.org())).orElse(""))
        .setDeny(binding.deny())
        .build();
  }

  RoleBinding binding(io.aramaki.inventory.v1.RoleBinding binding) {
    Optional<SystemId> top =
        binding.getSystem().isEmpty()
            ? Optional.empty()
            : Optional.of(names.system(binding.getSystem()));
    return new RoleBinding(
        names.user(binding.getUser()), role(binding.getRole()), top, binding.getDeny());
  }

  List<Right> proto(Rights rights) {
    return rights.held().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> right(entry.getKey(), entry.getValue()))
        .toList();
  }

  private Right right(Role role, Rights.Held held) {
    return Right.newBuilder()
        .setRole(proto(role))
        .setOrganisationWide(held.organisationWide())
        .addAllSystems(held.systems().stream().map(id -> id.in(names.org())).toList())
        .build();
  }

  private static io.aramaki.type.v1.Role proto(Role role) {
    return switch (role) {
      case VIEWER -> io.aramaki.type.v1.Role.VIEWER;
      case OPERATOR -> io.aramaki.type.v1.Role.OPERATOR;
      case ADMIN -> io.aramaki.type.v1.Role.ADMIN;
      case WRITER -> io.aramaki.type.v1.Role.WRITER;
    };
  }

  private static Role role(io.aramaki.type.v1.Role role) {
    return switch (role) {
      case VIEWER -> Role.VIEWER;
      case OPERATOR -> Role.OPERATOR;
      case ADMIN -> Role.ADMIN;
      case WRITER -> Role.WRITER;
      case ROLE_UNSPECIFIED, UNRECOGNIZED ->
          throw new Invalid(
              Kind.USER, "role_binding.role", "must be VIEWER, WRITER, OPERATOR or ADMIN");
    };
  }
}
