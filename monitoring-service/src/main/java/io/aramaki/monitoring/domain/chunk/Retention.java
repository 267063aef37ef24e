package io.aramaki.monitoring.domain.chunk;

import java.time.Duration;

/// How long samples are kept.
///
/// @param samples from the hour of a sample on, 8 days to 10 years: the journal keeps a week
public record Retention(Duration samples) {
  private static final Duration LEAST = Duration.ofDays(8);
  private static final Duration MOST = Duration.ofDays(3_660);

  public Retention {
    if (samples.compareTo(LEAST) < 0 || samples.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "retention must be 8 d to 3660 d, was " + samples.toDays() + " d");
    }
  }
}
