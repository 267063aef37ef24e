package io.aramaki.gateway.domain.page;

import java.util.Set;

/// Who looks at a page, and which buttons they get.
///
/// @param user the resource name
/// @param displayName what people call them
/// @param sees the systems that they may see
/// @param operates the systems on which they may act
/// @param administers the systems of which they are an administrator
public record Viewer(
    String user, String displayName, Reach sees, Reach operates, Reach administers) {

  /// For which systems a role is held.
  ///
  /// @param everywhere for the whole organisation
  /// @param systems otherwise for these, by resource name
  public record Reach(boolean everywhere, Set<String> systems) {
    public static final Reach NOWHERE = new Reach(false, Set.of());

    public Reach {
      systems = Set.copyOf(systems);
    }

    public boolean over(String system) {
      return everywhere || systems.contains(system);
    }
  }

  public boolean maySee(String system) {
    return sees.over(system);
  }

  public boolean mayOperate(String system) {
    return operates.over(system);
  }

  public boolean mayAdminister(String system) {
    return administers.over(system);
  }

  /// Answers what to call them.
  public String title() {
    return displayName.isBlank() ? user.substring(user.lastIndexOf('/') + 1) : displayName;
  }
}
