package io.aramaki.agent.action;

import io.aramaki.agent.action.ActionDefinition.Choices;
import io.aramaki.agent.action.ActionDefinition.Parameter;
import io.aramaki.agent.action.ActionDefinition.Prefix;
import io.aramaki.agent.action.ActionDefinition.WholeNumber;
import io.aramaki.agent.action.Refused.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Builds the argument array out of a definition and checked parameters. A value never becomes
/// several arguments, never an option unless that is declared, and is never looked at again for
/// further parameters.
final class CommandLine {
  private static final Pattern PLACE = Pattern.compile("\\{([a-z][a-z0-9_]{0,62})\\}");
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,18})");
  private static final int TEXT_MAX = 255;

  private CommandLine() {}

  static List<String> build(ActionDefinition definition, Map<String, String> values)
      throws Refused {
    requireProgram(definition);
    requireKnown(definition, values);
    var arguments = new ArrayList<String>();
    arguments.add(definition.command().getFirst());
    for (Parameter parameter : definition.parameters()) {
      check(parameter, values.get(parameter.name()));
    }
    for (String argument : definition.command().subList(1, definition.command().size())) {
      arguments.add(fill(argument, values));
    }
    return List.copyOf(arguments);
  }

  private static void requireProgram(ActionDefinition definition) throws Refused {
    String program = definition.command().isEmpty() ? "" : definition.command().getFirst();
    boolean plain =
        program.startsWith("/") && Path.of(program).normalize().toString().equals(program);
    if (!plain || PLACE.matcher(program).find()) {
      throw new Refused(
          Reason.NOT_ALLOWED_HERE,
          "the program must be an absolute path without parameters, not \"" + program + "\"");
    }
  }

  private static void requireKnown(ActionDefinition definition, Map<String, String> values)
      throws Refused {
    List<String> names = definition.parameters().stream().map(Parameter::name).toList();
    for (String name : values.keySet()) {
      if (!names.contains(name)) {
        throw invalid("there is no parameter \"" + name + "\"; there are " + names);
      }
    }
  }

  private static String fill(String argument, Map<String, String> values) throws Refused {
    var filled = new StringBuilder();
    Matcher place = PLACE.matcher(argument);
    while (place.find()) {
      @Nullable String value = values.get(place.group(1));
      if (value == null) {
        throw invalid("argument \"" + argument + "\" has a parameter that is not declared");
      }
      place.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return place.appendTail(filled).toString();
  }

  private static void check(Parameter parameter, @Nullable String value) throws Refused {
    if (value == null) {
      throw invalid("parameter \"" + parameter.name() + "\" is missing");
    }
    if (value.startsWith("-") && !parameter.mayBeOption()) {
      throw invalid("parameter \"" + parameter.name() + "\" must not begin with \"-\"");
    }
    if (value.length() > TEXT_MAX || value.chars().anyMatch(Character::isISOControl)) {
      throw invalid(
          "parameter \""
              + parameter.name()
              + "\" must have at most "
              + TEXT_MAX
              + " characters and no control characters");
    }
    String expected =
        switch (parameter.type()) {
          case Choices choices ->
              choices.values().contains(value) ? "" : "one of " + choices.values();
          case WholeNumber range ->
              isWithin(value, range)
                  ? ""
                  : "a whole number from " + range.min() + " to " + range.max();
          case Prefix prefix ->
              value.startsWith(prefix.prefix()) ? "" : "text beginning with " + prefix.prefix();
        };
    if (!expected.isEmpty()) {
      throw invalid(
          "parameter \"" + parameter.name() + "\" must be " + expected + ", was \"" + value + "\"");
    }
  }

  private static boolean isWithin(String value, WholeNumber range) {
    if (!NUMBER.matcher(value).matches()) {
      return false;
    }
    try {
      long number = Long.parseLong(value);
      return number >= range.min() && number <= range.max();
    } catch (NumberFormatException _) {
      return false;
    }
  }

  private static Refused invalid(String message) {
    return new Refused(Reason.INVALID_PARAMETER, message);
  }
}
