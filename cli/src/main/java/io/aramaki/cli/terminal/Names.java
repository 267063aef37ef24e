package io.aramaki.cli.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/// Resource names and times as people type and read them.
public final class Names {
  private static final Pattern SPAN = Pattern.compile("(\\d+)(s|m|h|d)");

  /// The fewest characters that may stand for an id.
  static final int BEGINNING_MIN = 4;

  private Names() {}

  /// The full name of a resource of this organisation: `system`, `web` → `orgs/-/systems/web`. A
  /// full name stays as it is.
  public static String full(String collection, String idOrName) {
    if (idOrName.startsWith("orgs/")) {
      return idOrName;
    }
    if (!idOrName.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,127}")) {
      throw new IllegalArgumentException(
          "\"%s\" is no name in %s (expected: lower-case letters, digits and dashes, such as web-1)"
              .formatted(idOrName, collection));
    }
    return "orgs/-/" + collection + "/" + idOrName;
  }

  /// The last segment of a resource name.
  public static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /// Finds the one resource whose id begins so, and answers its name.
  ///
  /// @param beginning at least [#BEGINNING_MIN] characters
  /// @param what what is looked for, such as `a run`
  /// @param where how the reader sees what there is
  public static String begunBy(JsonNode rows, String beginning, String what, String where) {
    if (beginning.length() < BEGINNING_MIN) {
      throw new IllegalArgumentException(
          "\"%s\" is too short for the beginning of an id (expected: at least %d characters)"
              .formatted(beginning, BEGINNING_MIN));
    }
    var found =
        rows.valueStream()
            .map(row -> row.path("name").asText())
            .filter(name -> id(name).startsWith(beginning))
            .toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "\"%s\" is the beginning of %d ids (expected: of %s); %s"
              .formatted(beginning, found.size(), what, where));
    }
    return found.getFirst();
  }

  /// A span such as `90s`, `15m`, `2h`, `7d`.
  public static Duration span(String text) {
    var matcher = SPAN.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is no span (expected: such as 90s, 15m, 2h, 7d)".formatted(text));
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /// How long ago a timestamp of the gateway was: `12s`, `3m`, `5h`, `2d`; empty if there is none.
  public static String age(String timestamp, Instant now) {
    if (timestamp.isEmpty()) {
      return "";
    }
    long seconds;
    try {
      seconds = Math.max(0, Duration.between(Instant.parse(timestamp), now).toSeconds());
    } catch (DateTimeParseException _) {
      return timestamp;
    }
    if (seconds < 120) {
      return seconds + "s";
    }
    if (seconds < 7_200) {
      return seconds / 60 + "m";
    }
    return seconds < 172_800 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
  }
}
