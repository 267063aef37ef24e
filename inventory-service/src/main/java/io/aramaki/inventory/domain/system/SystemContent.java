package io.aramaki.inventory.domain.system;

import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.Texts;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// What an administrator says about a system; always valid.
///
/// @param displayName what people call it
/// @param description what it is and what matters about it at 3 a.m.
/// @param owner who owns it and how to reach them
/// @param labels for selection
/// @param subsystems its direct subsystems, each once
public record SystemContent(
    String displayName,
    String description,
    String owner,
    Map<String, String> labels,
    List<SystemId> subsystems) {
  public static final int SUBSYSTEMS_MAX = 1000;
  private static final int DISPLAY_NAME_LENGTH_MAX = 120;
  private static final int DESCRIPTION_LENGTH_MAX = 4000;
  private static final int OWNER_LENGTH_MAX = 200;

  public SystemContent {
    Texts.require(Kind.SYSTEM, "display_name", displayName, DISPLAY_NAME_LENGTH_MAX);
    Texts.require(Kind.SYSTEM, "description", description, DESCRIPTION_LENGTH_MAX);
    Texts.require(Kind.SYSTEM, "owner", owner, OWNER_LENGTH_MAX);
    Texts.requireLabels(Kind.SYSTEM, "labels", labels);
    labels = Map.copyOf(labels);
    subsystems = List.copyOf(subsystems);
    if (subsystems.size() > SUBSYSTEMS_MAX) {
      throw new Invalid(
          Kind.SYSTEM,
          "subsystems",
          "has " + subsystems.size() + " entries, at most " + SUBSYSTEMS_MAX + " are allowed");
    }
    var seen = new HashSet<SystemId>();
    for (SystemId subsystem : subsystems) {
      if (!seen.add(subsystem)) {
        throw new Invalid(Kind.SYSTEM, "subsystems", "names \"" + subsystem + "\" twice");
      }
    }
  }
}
