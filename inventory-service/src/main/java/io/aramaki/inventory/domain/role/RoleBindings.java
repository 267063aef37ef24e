package io.aramaki.inventory.domain.role;

import io.aramaki.inventory.domain.InventoryException.LastAdmin;
import io.aramaki.inventory.domain.InventoryException.OverCapacity;
import io.aramaki.inventory.domain.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// All role bindings of the organisation at one moment. One value, because the rule that somebody
/// must be left who can administer the organisation is about all of them.
///
/// @param version one more with every change
/// @param bindings at most one for the same user, role and subtree
public record RoleBindings(long version, List<RoleBinding> bindings) {
  public static final int MAX = 1000;
  private static final Duration FULL_RETRY = Duration.ofMinutes(1);

  public RoleBindings {
    bindings = List.copyOf(bindings);
  }

  public List<RoleBinding> of(UserId user) {
    return bindings.stream().filter(binding -> binding.user().equals(user)).toList();
  }

  public Optional<RoleBinding> about(RoleBinding other) {
    return bindings.stream().filter(binding -> binding.isAbout(other)).findFirst();
  }

  /// Answers the bindings with one more, in place of the one about the same.
  ///
  /// @param mayLogIn tells which users count as administrators at all
  public RoleBindings with(RoleBinding binding, Predicate<UserId> mayLogIn) {
    List<RoleBinding> next = others(binding);
    if (next.size() >= MAX) {
      throw new OverCapacity("role bindings", MAX, FULL_RETRY);
    }
    next.add(binding);
    return next(next, binding.user(), mayLogIn);
  }

  /// Answers the bindings without the one about the same.
  public RoleBindings without(RoleBinding binding, Predicate<UserId> mayLogIn) {
    return next(others(binding), binding.user(), mayLogIn);
  }

  /// Tells whether anybody who may log in administers the whole organisation.
  boolean hasAdministrator(Predicate<UserId> mayLogIn) {
    return bindings.stream()
        .map(RoleBinding::user)
        .distinct()
        .filter(this::isAdministrator)
        .anyMatch(mayLogIn);
  }

  private boolean isAdministrator(UserId user) {
    List<RoleBinding> own = of(user);
    return own.stream()
            .anyMatch(binding ->
                !binding.deny() && binding.role() == Role.ADMIN && binding.top().isEmpty())
        && own.stream().noneMatch(RoleBinding::deny);
  }

  private RoleBindings next(List<RoleBinding> next, UserId user, Predicate<UserId> mayLogIn) {
    var result = new RoleBindings(version + 1, next);
    if (hasAdministrator(mayLogIn) && !result.hasAdministrator(mayLogIn)) {
      throw new LastAdmin(user);
    }
    return result;
  }

  private List<RoleBinding> others(RoleBinding binding) {
    var others = new ArrayList<>(bindings);
    others.removeIf(kept -> kept.isAbout(binding));
    return others;
  }
}
