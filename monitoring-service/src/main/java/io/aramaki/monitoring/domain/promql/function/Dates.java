package io.aramaki.monitoring.domain.promql.function;

import java.time.LocalDate;

/// Parts of the date and the time of day in UTC. Times outside what people live in are reckoned as
/// Go does: seconds wrap around in 64 bits.
public final class Dates {
  private static final long DAY = 86_400;

  /// Seconds from the year in which Go's reckoning begins, a first of four hundred, to 1970.
  private static final long GO_TO_UNIX = 9_223_371_966_579_724_800L + 62_135_596_800L;

  private static final long GO_YEAR = -292_277_022_399L;
  private static final int CYCLE_DAYS = 146_097;

  /// The first day of a cycle of four hundred years that `LocalDate` knows.
  private static final LocalDate CYCLE = LocalDate.of(2001, 1, 1);

  private Dates() {}

  /// A part of the date, by the name of its function.
  public static double part(String function, double seconds) {
    return part(function, toSeconds(seconds));
  }

  private static double part(String function, long seconds) {
    long absolute = seconds + GO_TO_UNIX;
    long days = Long.divideUnsigned(absolute, DAY);
    long ofDay = Long.remainderUnsigned(absolute, DAY);
    int hour = (int) (ofDay / 3600);
    int minute = (int) (ofDay % 3600) / 60;
    var date = CYCLE.plusDays(days % CYCLE_DAYS);
    return switch (function) {
      case "minute" -> minute;
      case "hour" -> hour;
      case "day_of_week" -> date.getDayOfWeek().getValue() % 7;
      case "day_of_month" -> date.getDayOfMonth();
      case "day_of_year" -> date.getDayOfYear();
      case "days_in_month" -> date.lengthOfMonth();
      case "month" -> date.getMonthValue();
      case "year" ->
          (double) (GO_YEAR + (days / CYCLE_DAYS * 400) + date.getYear() - CYCLE.getYear());
      default ->
          throw new IllegalArgumentException(
              function + " is no part of a date; expected one such as day_of_week");
    };
  }

  /// Cuts off the fraction; what does not fit becomes the smallest number, as on x86.
  private static long toSeconds(double seconds) {
    return seconds >= -0x1p63 && seconds < 0x1p63 ? (long) seconds : Long.MIN_VALUE;
  }
}
