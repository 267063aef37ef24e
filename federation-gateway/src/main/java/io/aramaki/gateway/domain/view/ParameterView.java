package io.aramaki.gateway.domain.view;

import java.util.List;
import java.util.OptionalLong;

/// A parameter of an action, as a form asks for it.
///
/// @param choices what it may be; empty if it is no choice
/// @param min the least number, if it is a number
/// @param max the greatest number, if it is a number
/// @param prefix with what a text must begin
/// @param defaultValue what it is if nothing is given; empty if something must be given
public record ParameterView(
    String name,
    String description,
    List<String> choices,
    OptionalLong min,
    OptionalLong max,
    String prefix,
    String defaultValue) {

  public ParameterView {
    choices = List.copyOf(choices);
  }

  public boolean isChoice() {
    return !choices.isEmpty();
  }

  public boolean isNumber() {
    return min.isPresent();
  }
}
