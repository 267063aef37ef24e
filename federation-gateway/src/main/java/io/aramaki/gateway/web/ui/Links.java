package io.aramaki.gateway.web.ui;

import java.util.List;
import java.util.Optional;

/// Where the page of a resource is.
public final class Links {
  private static final int COLLECTION = 2;
  private static final int ID = 3;

  private Links() {}

  /// Answers the path of the page for a resource name; empty if there is none.
  public static Optional<String> of(String name) {
    List<String> parts = List.of(name.split("/", -1));
    if (parts.size() <= ID || !parts.getFirst().equals("orgs")) {
      return Optional.empty();
    }
    String id = parts.get(ID);
    return switch (parts.get(COLLECTION)) {
      case "systems" -> Optional.of("/systems/" + id);
      case "alerts" -> Optional.of("/alerts/" + id);
      case "actions" ->
          Optional.of("/actions/" + id + (parts.size() == 6 ? "/runs/" + parts.getLast() : ""));
      default -> Optional.empty();
    };
  }
}
