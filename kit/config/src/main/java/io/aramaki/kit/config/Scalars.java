package io.aramaki.kit.config;

import io.aramaki.kit.app.Redacted;
import io.aramaki.kit.config.Tree.Place;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Readers of single texts.
final class Scalars {
  private static final Pattern DURATION = Pattern.compile("([0-9]+(ms|s|m|h|d))+");
  private static final Pattern DURATION_PART = Pattern.compile("([0-9]+)(ms|s|m|h|d)");

  /// Reads one text.
  @FunctionalInterface
  interface Reader {
    /// Answers the value.
    ///
    /// @throws IllegalArgumentException if the text is not what the shape's words say
    Object read(String text, Place at);
  }

  private Scalars() {}

  static Optional<Shape.Plain> of(Class<?> type) {
    if (type == String.class) {
      return plain("text", (text, _) -> text);
    } else if (type == int.class || type == Integer.class) {
      return plain("whole number", (text, _) -> Integer.valueOf(text));
    } else if (type == long.class || type == Long.class) {
      return plain("whole number", (text, _) -> Long.valueOf(text));
    } else if (type == double.class || type == Double.class) {
      return plain("number", (text, _) -> finite(text));
    } else if (type == boolean.class || type == Boolean.class) {
      return plain("true or false", (text, _) -> truth(text));
    } else if (type == Duration.class) {
      return plain("duration such as 250ms, 10s, 1h30m or PT1S", (text, _) -> duration(text));
    } else if (type == Path.class) {
      return plain("path", Scalars::path);
    } else if (type == URI.class) {
      return plain("absolute URI such as http://127.0.0.1:4318", (text, _) -> uri(text));
    } else if (type == Redacted.class) {
      return Optional.of(new Shape.Plain("secret text", true, (text, _) -> Redacted.of(text)));
    } else if (type.isEnum()) {
      return Optional.of(choice(type.getEnumConstants()));
    }
    return Optional.empty();
  }

  private static Optional<Shape.Plain> plain(String words, Reader reader) {
    return Optional.of(new Shape.Plain(words, false, reader));
  }

  private static Shape.Plain choice(Object[] constants) {
    var words = Arrays.stream(constants).map(c -> Shape.kebab(((Enum<?>) c).name())).toList();
    return new Shape.Plain(
        String.join("|", words),
        false,
        (text, _) -> {
          int index = words.indexOf(text);
          if (index < 0) {
            throw new IllegalArgumentException(Nearest.hint(text, words));
          }
          return constants[index];
        });
  }

  private static Double finite(String text) {
    double number = Double.parseDouble(text);
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(text);
    }
    return number;
  }

  private static Boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  static Duration duration(String text) {
    if (!DURATION.matcher(text).matches()) {
      try {
        return Duration.parse(text);
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException(e);
      }
    }
    Duration sum = Duration.ZERO;
    Matcher parts = DURATION_PART.matcher(text);
    for (MatchResult part : parts.results().toList()) {
      long amount = Long.parseLong(part.group(1));
      sum =
          sum.plus(
              switch (part.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
              });
    }
    return sum;
  }

  /// A relative path in a file is relative to the file; elsewhere, to the working directory.
  private static Path path(String text, Place at) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("empty");
    }
    try {
      Path path = Path.of(text);
      return at.directory().map(directory -> directory.resolve(path)).orElse(path);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static URI uri(String text) {
    try {
      var uri = new URI(text);
      if (uri.isAbsolute()) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // The message below says it.
    }
    throw new IllegalArgumentException(text);
  }
}
