package io.aramaki.gateway.domain.query;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads times and durations as Prometheus does.
final class PromTimes {
  /// The farthest time from 1970 that monitoring takes, in milliseconds.
  private static final long FARTHEST_MS = 1L << 56;

  /// What Prometheus writes for the first and the last time that it knows.
  private static final String FIRST = "-292273086-05-16T16:47:06Z";

  private static final String LAST = "292277025-08-18T07:12:54.999999999Z";

  private static final int LENGTH_MAX = 64;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})");
  private static final Pattern DURATION =
      Pattern.compile(
          "(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
  private static final long[] UNITS_MS = {
    365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1
  };
  private static final double NANOS = 1e9;
  private static final long NANOS_PER_MS = 1_000_000;

  private PromTimes() {}

  /// Answers the milliseconds since the epoch; empty if the text is no time.
  static OptionalLong time(String text) {
    OptionalDouble seconds = number(text);
    if (seconds.isPresent()) {
      return ofSeconds(seconds.getAsDouble());
    }
    if (text.equals(FIRST) || text.equals(LAST)) {
      return OptionalLong.of(text.equals(FIRST) ? -FARTHEST_MS : FARTHEST_MS);
    }
    try {
      return RFC_3339.matcher(text).matches()
          ? OptionalLong.of(OffsetDateTime.parse(text).toInstant().toEpochMilli())
          : OptionalLong.empty();
    } catch (DateTimeParseException _) {
      return OptionalLong.empty();
    }
  }

  /// Rounds to milliseconds, by the same steps as Prometheus, so that the last one is the same.
  private static OptionalLong ofSeconds(double seconds) {
    if (Math.abs(seconds) > FARTHEST_MS / 1_000.0) {
      return OptionalLong.empty();
    }
    long whole = (long) seconds;
    double fraction = (seconds - whole) * 1_000;
    double millis = Math.copySign(Math.floor(Math.abs(fraction) + 0.5), fraction);
    long nanos = (long) (millis / 1_000 * NANOS);
    return OptionalLong.of(whole * 1_000 + Math.floorDiv(nanos, NANOS_PER_MS));
  }

  /// Answers a duration in milliseconds.
  ///
  /// @throws IllegalArgumentException if the text is none, with the words of Prometheus
  static long durationMs(String text) {
    OptionalDouble seconds = number(text);
    if (seconds.isPresent()) {
      double nanos = seconds.getAsDouble() * NANOS;
      if (Math.abs(nanos) > Long.MAX_VALUE) {
        throw new IllegalArgumentException(noDuration(text) + ". It overflows int64");
      }
      return (long) nanos / NANOS_PER_MS;
    }
    Matcher matcher = DURATION.matcher(text);
    if (text.isEmpty() || text.length() > LENGTH_MAX || !matcher.matches()) {
      throw new IllegalArgumentException(noDuration(text));
    }
    try {
      long total = 0;
      for (int i = 0; i < UNITS_MS.length; i++) {
        String count = matcher.group(i + 1);
        if (count != null) {
          long unit = Math.multiplyExact(Long.parseLong(count), UNITS_MS[i]);
          total = Math.addExact(total, unit);
        }
      }
      var _ = Math.multiplyExact(total, NANOS_PER_MS);
      return total;
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(noDuration(text), e);
    }
  }

  private static String noDuration(String text) {
    return "cannot parse " + PromTexts.quote(text) + " to a valid duration";
  }

  private static OptionalDouble number(String text) {
    return text.length() <= LENGTH_MAX && NUMBER.matcher(text).matches()
        ? OptionalDouble.of(Double.parseDouble(text))
        : OptionalDouble.empty();
  }
}
