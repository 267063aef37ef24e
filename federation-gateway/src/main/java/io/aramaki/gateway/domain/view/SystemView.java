package io.aramaki.gateway.domain.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A system.
///
/// @param name the resource name
/// @param displayName what people call it
/// @param description what it is and what matters about it at night
/// @param owner who owns it and how to reach them
/// @param subsystems the names of its direct subsystems
public record SystemView(
    String name,
    String displayName,
    String description,
    String owner,
    Map<String, String> labels,
    List<String> subsystems,
    Optional<Instant> updateTime) {

  public SystemView {
    labels = Map.copyOf(labels);
    subsystems = List.copyOf(subsystems);
  }

  public String id() {
    return Texts.id(name);
  }

  /// Answers what to call it: its display name, or its id if it has none.
  public String title() {
    return displayName.isBlank() ? id() : displayName;
  }
}
