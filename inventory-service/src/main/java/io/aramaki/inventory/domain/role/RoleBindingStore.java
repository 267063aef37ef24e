package io.aramaki.inventory.domain.role;

/// Where role bindings are kept.
public interface RoleBindingStore {
  RoleBindings read();

  /// Keeps a binding; answers false, and changes nothing, unless this version is kept.
  boolean put(RoleBinding binding, long version);

  /// Removes a binding; answers false, and changes nothing, unless this version is kept.
  boolean remove(RoleBinding binding, long version);
}
