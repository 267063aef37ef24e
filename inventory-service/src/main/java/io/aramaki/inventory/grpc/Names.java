package io.aramaki.inventory.grpc;

import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.kit.name.ResourceName;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Resource names of this organisation; `orgs/-` is this one, too.
///
/// @param org the organisation's id
record Names(String org) {

  SystemId system(Kind about, String field, String name) {
    return id(about, field, name, SystemId.COLLECTION, SystemId::new);
  }

  AgentId agent(Kind about, String field, String name) {
    return id(about, field, name, AgentId.COLLECTION, AgentId::new);
  }

  UserId user(Kind about, String field, String name) {
    return id(about, field, name, UserId.COLLECTION, UserId::new);
  }

  ActionId action(Kind about, String field, String name) {
    return id(about, field, name, ActionId.COLLECTION, ActionId::new);
  }

  RunId run(String field, String name) {
    var parsed = parse(Kind.RUN, field, name, ActionId.COLLECTION, RunId.COLLECTION);
    try {
      var action = new ActionId(parsed.segments().getFirst().id());
      return new RunId(action, UUID.fromString(parsed.id()));
    } catch (IllegalArgumentException _) {
      throw new Invalid(
          Kind.RUN,
          field,
          "\"" + name + "\" is no run (expected: orgs/{org}/actions/{action}/runs/{uuid})");
    }
  }

  /// The id, or empty for an empty name.
  <T> Optional<T> optional(String name, Function<String, T> parse) {
    return name.isEmpty() ? Optional.empty() : Optional.of(parse.apply(name));
  }

  String of(SystemId id) {
    return id.in(org);
  }

  private <T> T id(
      Kind about, String field, String name, String collection, Function<String, T> make) {
    return make.apply(parse(about, field, name, collection).id());
  }

  private ResourceName parse(Kind about, String field, String name, String... collections) {
    ResourceName parsed;
    try {
      parsed = ResourceName.parse(name, collections);
    } catch (IllegalArgumentException e) {
      throw new Invalid(about, field, String.valueOf(e.getMessage()));
    }
    if (!parsed.isThisOrg() && !parsed.org().equals(org)) {
      throw new Invalid(
          about,
          field,
          "\"" + name + "\" belongs to another organisation (this one is " + org + ")");
    }
    return parsed;
  }
}
