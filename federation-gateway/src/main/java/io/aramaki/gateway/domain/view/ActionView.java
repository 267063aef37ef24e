package io.aramaki.gateway.domain.view;

import java.util.List;

/// An action that somebody may run.
///
/// @param command the program and its arguments, with `{name}` for parameters
/// @param adminOnly whether only an administrator may run it
public record ActionView(
    String name,
    String system,
    String displayName,
    String description,
    List<String> command,
    List<ParameterView> parameters,
    boolean adminOnly) {

  public ActionView {
    command = List.copyOf(command);
    parameters = List.copyOf(parameters);
  }

  public String id() {
    return Texts.id(name);
  }

  public String title() {
    return displayName.isBlank() ? id() : displayName;
  }
}
