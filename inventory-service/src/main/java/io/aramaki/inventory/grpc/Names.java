package io.aramaki.inventory.grpc;

import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.InventoryException.NotFound;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.kit.name.ResourceName;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Reads resource names of this organisation. A name of another one is none that this inventory
/// has; nothing is said about whether it exists there.
///
/// @param org the organisation's id
public record Names(String org) {
  private static final String SERVICES = "services";

  public SystemId system(String name) {
    return read(name, SystemId.COLLECTION, Kind.SYSTEM, SystemId::new);
  }

  public AgentId agent(String name) {
    return read(name, AgentId.COLLECTION, Kind.AGENT, AgentId::new);
  }

  public UserId user(String name) {
    return read(name, UserId.COLLECTION, Kind.USER, UserId::new);
  }

  public ActionId action(String name) {
    return read(name, ActionId.COLLECTION, Kind.ACTION, ActionId::new);
  }

  public RunId run(String name) {
    ResourceName parsed = ResourceName.parse(name, ActionId.COLLECTION, RunId.COLLECTION);
    requireOurs(parsed, Kind.RUN);
    return run(parsed).orElseThrow(() -> new NotFound(Kind.RUN, parsed.id()));
  }

  /// Reads the name of a run; empty if no run can be called so.
  public static Optional<RunId> run(ResourceName name) {
    try {
      var action = new ActionId(name.id(ActionId.COLLECTION).orElse(""));
      return Optional.of(new RunId(action, UUID.fromString(name.id())));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Checks the parent of a collection of the organisation.
  public void requireOrg(String parent) {
    ResourceName name = ResourceName.parse(parent);
    if (!name.isIn() || !isOurs(name)) {
      throw new Invalid(Kind.SYSTEM, "parent", "must be orgs/" + org + " or orgs/-");
    }
  }

  /// Answers an id that a caller chose.
  public static <T> T newId(Kind kind, String field, String id, Function<String, T> make) {
    try {
      return make.apply(id);
    } catch (IllegalArgumentException e) {
      throw new Invalid(kind, field, String.valueOf(e.getMessage()));
    }
  }

  /// Answers the name of one of our services.
  public String service(String service) {
    return ResourceName.org(org).child(SERVICES, service).toString();
  }

  private <T> T read(String name, String collection, Kind kind, Function<String, T> make) {
    ResourceName parsed = ResourceName.parse(name, collection);
    requireOurs(parsed, kind);
    return make.apply(parsed.id());
  }

  private void requireOurs(ResourceName name, Kind kind) {
    if (!isOurs(name)) {
      throw new NotFound(kind, name);
    }
  }

  private boolean isOurs(ResourceName name) {
    return name.isThisOrg() || name.org().equals(org);
  }
}
