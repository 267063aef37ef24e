package io.aramaki.agent.action;

import java.time.Duration;
import java.util.List;

/// A named command of a system, from a definition set that inventory signed.
///
/// @param digest SHA-256 of the serialised definition, lower-case hex
/// @param name `orgs/{org}/actions/{action}`
/// @param system whose capability it is
/// @param command the program and its arguments, with `{name}` for parameters
/// @param parameters what may be given
/// @param timeout after which the process is killed
public record ActionDefinition(
    String digest,
    String name,
    String system,
    List<String> command,
    List<Parameter> parameters,
    Duration timeout) {
  public ActionDefinition {
    command = List.copyOf(command);
    parameters = List.copyOf(parameters);
  }

  /// A parameter.
  ///
  /// @param name what stands for it in an argument, `{name}`
  /// @param type what it may be
  /// @param mayBeOption true if a value may begin with `-`
  public record Parameter(String name, Type type, boolean mayBeOption) {}

  /// What a parameter may be.
  public sealed interface Type {}

  /// One of these values.
  public record Choices(List<String> values) implements Type {
    public Choices {
      values = List.copyOf(values);
    }
  }

  /// A whole number, both ends included.
  public record WholeNumber(long min, long max) implements Type {}

  /// Text with a prefix.
  public record Prefix(String prefix) implements Type {}
}
