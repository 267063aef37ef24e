package io.aramaki.gateway.domain.view;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How times, sizes and names are written for people.
public final class Texts {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final List<String> BYTES = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");
  private static final List<String> THOUSANDS = List.of("", "k", "M", "G", "T");
  private static final double BYTES_STEP = 1024;
  private static final double THOUSANDS_STEP = 1000;

  private Texts() {}

  /// Answers the last segment of a resource name; the text itself if it is none.
  public static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /// Says how long ago something was: `12 min ago`; the future is `in 3 h`.
  public static String ago(Instant time, Instant now) {
    Duration age = Duration.between(time, now);
    if (age.abs().compareTo(Duration.ofSeconds(1)) < 0) {
      return "just now";
    }
    return age.isNegative() ? "in " + span(age.negated()) : span(age) + " ago";
  }

  /// Says when something was, and `never` if it was not.
  public static String ago(Optional<Instant> time, Instant now) {
    return time.map(at -> ago(at, now)).orElse("never");
  }

  /// Writes a duration with the one or two units that matter.
  public static String span(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 1) {
      return duration.toMillis() + " ms";
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min";
    }
    if (seconds < 86_400) {
      long minutes = seconds % 3600 / 60;
      return seconds / 3600 + " h" + (minutes == 0 ? "" : " " + minutes + " min");
    }
    long hours = seconds % 86_400 / 3600;
    long days = seconds / 86_400;
    return days + " d" + (hours == 0 || days > 6 ? "" : " " + hours + " h");
  }

  /// Writes a time of day, with the date if it is another day.
  public static String clock(Instant time, Instant now) {
    boolean today =
        time.atOffset(ZoneOffset.UTC)
            .toLocalDate()
            .equals(now.atOffset(ZoneOffset.UTC).toLocalDate());
    return (today ? TIME : DATE_TIME).format(time) + " UTC";
  }

  /// Writes a number with its unit, short.
  public static String quantity(double value, String unit) {
    return switch (unit) {
      case "bytes" -> scaled(value, BYTES_STEP, BYTES);
      case "bytes_per_second", "bytes/s" -> scaled(value, BYTES_STEP, BYTES) + "/s";
      case "percent", "%" -> number(value) + " %";
      case "seconds", "s" -> seconds(value);
      case "" -> scaled(value, THOUSANDS_STEP, THOUSANDS).strip();
      default -> scaled(value, THOUSANDS_STEP, THOUSANDS).strip() + " " + unit;
    };
  }

  private static String seconds(double value) {
    if (!Double.isFinite(value) || Math.abs(value) >= 60) {
      return Double.isFinite(value)
          ? span(Duration.ofMillis((long) (value * 1000)))
          : number(value);
    }
    return Math.abs(value) < 1 && value != 0 ? number(value * 1000) + " ms" : number(value) + " s";
  }

  private static String scaled(double value, double step, List<String> units) {
    double rest = value;
    int unit = 0;
    while (Math.abs(rest) >= step && unit < units.size() - 1 && Double.isFinite(rest)) {
      rest /= step;
      unit++;
    }
    return number(rest) + " " + units.get(unit);
  }

  /// Writes about three digits.
  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (value == Math.rint(value) && Math.abs(value) < 10_000) {
      return Long.toString((long) value);
    }
    double size = Math.abs(value);
    String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3g";
    return String.format(Locale.ROOT, format, value);
  }
}
