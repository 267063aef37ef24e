package io.aramaki.agent.check.builtin;

import io.aramaki.agent.check.Range;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The arguments of a built-in check; an unknown one is refused with the names that there are.
final class Arguments {
  private final String check;
  private final Map<String, String> values;

  private Arguments(String check, Map<String, String> values) {
    this.check = check;
    this.values = values;
  }

  static Arguments of(String check, Map<String, String> values, Set<String> known) {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw new BadArgument(
            check + " has no argument \"" + name + "\"; it has " + new TreeSet<>(known));
      }
    }
    return new Arguments(check, values);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(text -> !text.isBlank());
  }

  String required(String name) {
    return text(name)
        .orElseThrow(() -> new BadArgument(check + " needs the argument \"" + name + "\""));
  }

  Optional<Range> range(String name) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Range> range = Range.parse(text.get());
    if (range.isEmpty()) {
      throw new BadArgument(
          name + " \"" + text.get() + "\" is no range of the form [@][start:][end]");
    }
    return range;
  }

  int number(String name, int min, int max, @Nullable Integer fallback) {
    Optional<String> text = text(name);
    if (text.isEmpty() && fallback != null) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(required(name));
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // The message below says it.
    }
    throw new BadArgument(
        name + " must be a whole number from " + min + " to " + max + ", was " + text.orElse(""));
  }
}
