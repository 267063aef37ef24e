package io.aramaki.inventory.domain.action;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.Texts;
import io.aramaki.inventory.domain.role.Role;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an administrator says about an action; always valid.
///
/// @param system the system whose capability it is
/// @param displayName what people call it
/// @param description what it does and when to use it
/// @param agent the agent that executes it; empty means the only one of the system
/// @param command the program and its arguments, never a shell
/// @param parameters each may stand as `{name}` in an argument
/// @param role the least role that may run it
/// @param timeout after which the process is killed
public record ActionContent(
    SystemId system,
    String displayName,
    String description,
    Optional<AgentId> agent,
    List<String> command,
    List<Parameter> parameters,
    Role role,
    Duration timeout) {
  public static final Duration TIMEOUT_DEFAULT = Duration.ofMinutes(1);
  public static final Duration TIMEOUT_MAX = Duration.ofHours(1);
  private static final Duration TIMEOUT_MIN = Duration.ofSeconds(1);
  private static final int DISPLAY_NAME_LENGTH_MAX = 120;
  private static final int DESCRIPTION_LENGTH_MAX = 4000;
  private static final int ARGUMENTS_MAX = 64;
  private static final int ARGUMENT_LENGTH_MAX = 4096;
  private static final int PARAMETERS_MAX = 16;
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z][a-z0-9_]{0,62})}");

  public ActionContent {
    Texts.require(Kind.ACTION, "display_name", displayName, DISPLAY_NAME_LENGTH_MAX);
    Texts.require(Kind.ACTION, "description", description, DESCRIPTION_LENGTH_MAX);
    command = List.copyOf(command);
    parameters = List.copyOf(parameters);
    requireProgram(command);
    requireArguments(command, requireParameters(parameters));
    if (role == Role.VIEWER || role == Role.WRITER) {
      throw invalid("role", "must be OPERATOR or ADMIN: viewers and writers never run anything");
    }
    if (timeout.compareTo(TIMEOUT_MIN) < 0 || timeout.compareTo(TIMEOUT_MAX) > 0) {
      throw invalid("timeout", "is " + timeout + ", must be 1 s to 1 h");
    }
  }

  /// Checks the parameters of a run and fills in defaults.
  ///
  /// @throws Invalid if one is unknown, missing or not what it may be
  public Map<String, String> fill(Map<String, String> given) {
    var filled = new TreeMap<String, String>();
    for (Parameter parameter : parameters) {
      String name = parameter.name();
      String value =
          Optional.ofNullable(given.get(name))
              .or(parameter::defaultValue)
              .orElseThrow(() -> badParameter(name, "must be given"));
      parameter
          .complaint(value)
          .ifPresent(why -> {
            throw badParameter(name, why);
          });
      filled.put(name, value);
    }
    for (String name : given.keySet()) {
      if (!filled.containsKey(name)) {
        throw badParameter(name, "is not declared; the action has " + filled.keySet());
      }
    }
    return filled;
  }

  private static void requireProgram(List<String> command) {
    if (command.isEmpty() || command.size() > ARGUMENTS_MAX) {
      throw invalid(
          "command", "has " + command.size() + " arguments, must have 1 to " + ARGUMENTS_MAX);
    }
    String program = command.getFirst();
    if (!program.startsWith("/") || program.endsWith("/")) {
      throw invalid("command[0]", "\"" + program + "\" must be the absolute path of a program");
    }
    if (PLACEHOLDER.matcher(program).find()) {
      throw invalid("command[0]", "must not have a parameter: the program is fixed");
    }
  }

  private static void requireArguments(List<String> command, Set<String> declared) {
    for (int i = 0; i < command.size(); i++) {
      String argument = command.get(i);
      String field = "command[" + i + "]";
      if (argument.length() > ARGUMENT_LENGTH_MAX) {
        throw invalid(field, "must have at most " + ARGUMENT_LENGTH_MAX + " characters");
      }
      if (argument.indexOf('\0') >= 0) {
        throw invalid(field, "must not have a NUL character");
      }
      Matcher placeholders = PLACEHOLDER.matcher(argument);
      while (placeholders.find()) {
        if (!declared.contains(placeholders.group(1))) {
          throw invalid(field, placeholders.group() + " is not declared in parameters");
        }
      }
    }
  }

  private static Set<String> requireParameters(List<Parameter> parameters) {
    if (parameters.size() > PARAMETERS_MAX) {
      throw invalid("parameters", "at most " + PARAMETERS_MAX + " are allowed");
    }
    var names = new HashSet<String>();
    for (Parameter parameter : parameters) {
      if (!names.add(parameter.name())) {
        throw invalid("parameters", "declares \"" + parameter.name() + "\" twice");
      }
    }
    return names;
  }

  private static Invalid invalid(String field, String message) {
    return new Invalid(Kind.ACTION, field, message);
  }

  private static Invalid badParameter(String name, String message) {
    return new Invalid(Kind.PARAMETER, "parameters." + name, message);
  }
}
