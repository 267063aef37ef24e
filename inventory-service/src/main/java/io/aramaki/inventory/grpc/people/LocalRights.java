package io.aramaki.inventory.grpc.people;

import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.role.Roles;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.kit.grpc.access.Rights;
import io.aramaki.kit.grpc.access.RightsSource;
import io.aramaki.kit.name.IllegalResourceName;
import io.aramaki.kit.name.ResourceName;

/// The rights of people, for inventory's own server: it asks itself.
public final class LocalRights implements RightsSource {
  private final Roles roles;
  private final Names names;
  private final PeopleMapper mapper;

  public LocalRights(Roles roles, Names names) {
    this.roles = roles;
    this.names = names;
    this.mapper = new PeopleMapper(names);
  }

  @Override
  public Rights rightsOf(String principal) {
    return isUser(principal)
        ? Rights.of(mapper.proto(roles.rights(names.user(principal))))
        : Rights.NONE;
  }

  private boolean isUser(String principal) {
    try {
      return ResourceName.parse(principal, UserId.COLLECTION).org().equals(names.org());
    } catch (IllegalResourceName _) {
      return false;
    }
  }
}
