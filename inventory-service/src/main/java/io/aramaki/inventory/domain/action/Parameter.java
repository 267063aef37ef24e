package io.aramaki.inventory.domain.action;

import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.Texts;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A parameter that takes the place of `{name}` in an argument; always valid.
///
/// @param name its name
/// @param description what it means, for people
/// @param type what it may be
/// @param defaultValue the value if none is given; empty means that one must be given
/// @param mayBeOption true if a value may begin with `-`
public record Parameter(
    String name,
    String description,
    Type type,
    Optional<String> defaultValue,
    boolean mayBeOption) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final int DESCRIPTION_LENGTH_MAX = 1000;
  private static final int VALUE_LENGTH_MAX = 255;

  /// What a value may be.
  public sealed interface Type {
    /// Answers what is wrong with a value, empty if nothing is.
    Optional<String> complaint(String value);
  }

  /// One of these values.
  public record Choices(List<String> values) implements Type {
    private static final int VALUES_MAX = 100;

    public Choices {
      values = List.copyOf(values);
      if (values.isEmpty() || values.size() > VALUES_MAX) {
        throw invalid("choices", "must have 1 to " + VALUES_MAX + " values");
      }
      if (new HashSet<>(values).size() < values.size()) {
        throw invalid("choices", "names a value twice");
      }
      for (String value : values) {
        requirePlain(value)
            .ifPresent(why -> {
              throw invalid("choices", "\"" + value + "\" " + why);
            });
      }
    }

    @Override
    public Optional<String> complaint(String value) {
      return values.contains(value)
          ? Optional.empty()
          : Optional.of("must be one of " + String.join(", ", values));
    }
  }

  /// A whole number, both ends included.
  public record Range(long min, long max) implements Type {
    private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    public Range {
      if (min > max) {
        throw invalid("range", "min " + min + " must not be greater than max " + max);
      }
    }

    @Override
    public Optional<String> complaint(String value) {
      boolean fits = NUMBER.matcher(value).matches() && contains(value);
      return fits
          ? Optional.empty()
          : Optional.of("must be a whole number from " + min + " to " + max);
    }

    private boolean contains(String value) {
      try {
        long number = Long.parseLong(value);
        return number >= min && number <= max;
      } catch (NumberFormatException _) {
        return false;
      }
    }
  }

  /// Text that begins with a literal prefix.
  public record Prefix(String prefix) implements Type {
    public Prefix {
      requirePlain(prefix)
          .ifPresent(why -> {
            throw invalid("prefix", why);
          });
    }

    @Override
    public Optional<String> complaint(String value) {
      if (!value.startsWith(prefix)) {
        return Optional.of("must begin with \"" + prefix + "\"");
      }
      return requirePlain(value);
    }
  }

  public Parameter {
    if (!NAME.matcher(name).matches()) {
      throw invalid("parameters", "name \"" + name + "\" must match " + NAME);
    }
    Texts.require(Kind.ACTION, "parameters." + name, description, DESCRIPTION_LENGTH_MAX);
    Type checked = type;
    defaultValue
        .flatMap(value -> complaint(checked, mayBeOption, value))
        .ifPresent(why -> {
          throw invalid("parameters." + name + ".default_value", why);
        });
  }

  /// Answers what is wrong with a value, empty if nothing is.
  public Optional<String> complaint(String value) {
    return complaint(type, mayBeOption, value);
  }

  private static Optional<String> complaint(Type type, boolean mayBeOption, String value) {
    if (!mayBeOption && value.startsWith("-")) {
      return Optional.of("must not begin with \"-\": it would become an option");
    }
    return type.complaint(value);
  }

  private static Optional<String> requirePlain(String value) {
    if (value.length() > VALUE_LENGTH_MAX) {
      return Optional.of("must have at most " + VALUE_LENGTH_MAX + " characters");
    }
    return value.codePoints().anyMatch(Character::isISOControl)
        ? Optional.of("must not have control characters")
        : Optional.empty();
  }

  private static Invalid invalid(String field, String message) {
    return new Invalid(Kind.ACTION, field, message);
  }
}
