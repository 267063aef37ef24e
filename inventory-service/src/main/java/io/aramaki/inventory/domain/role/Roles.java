package io.aramaki.inventory.domain.role;

import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.InventoryException.NotFound;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.people.User;
import io.aramaki.inventory.domain.people.Users;
import io.aramaki.inventory.domain.system.SystemGraph;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Gives and takes roles, and answers who has which rights.
public final class Roles {
  private final RoleBindingStore store;
  private final Users users;
  private final Supplier<SystemGraph> graph;

  public Roles(RoleBindingStore store, Users users, Supplier<SystemGraph> graph) {
    this.store = store;
    this.users = users;
    this.graph = graph;
  }

  /// Answers all bindings, or those of one user.
  public List<RoleBinding> list(Optional<UserId> user) {
    RoleBindings all = store.read();
    return user.map(all::of).orElseGet(all::bindings);
  }

  /// Gives or denies a role; a second time does nothing.
  public void set(RoleBinding binding) {
    User _ = users.get(binding.user());
    binding.top().ifPresent(this::requireSystem);
    while (true) {
      RoleBindings kept = store.read();
      if (kept.about(binding).filter(binding::equals).isPresent()) {
        return;
      }
      RoleBindings _ = kept.with(binding, users::mayLogIn);
      if (store.put(binding, kept.version())) {
        return;
      }
    }
  }

  /// Takes a binding away; a second time does nothing.
  public void remove(RoleBinding binding) {
    while (true) {
      RoleBindings kept = store.read();
      if (kept.about(binding).isEmpty()) {
        return;
      }
      RoleBindings _ = kept.without(binding, users::mayLogIn);
      if (store.remove(binding, kept.version())) {
        return;
      }
    }
  }

  /// Answers the rights of a user; somebody who may not log in has none.
  public Rights rights(UserId user) {
    if (!users.mayLogIn(user)) {
      return new Rights(Map.of());
    }
    return Rights.of(store.read().of(user), graph.get());
  }

  private void requireSystem(SystemId system) {
    if (!graph.get().contains(system)) {
      throw new NotFound(Kind.SYSTEM, system);
    }
  }
}
