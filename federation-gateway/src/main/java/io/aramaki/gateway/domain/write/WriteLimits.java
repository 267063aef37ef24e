package io.aramaki.gateway.domain.write;

import java.time.Duration;

/// How much one request with samples may be, and how much all together.
public final class WriteLimits {
  /// A body as it comes, compressed or not.
  public static final int BODY_BYTES_MAX = 4 << 20;

  /// A body when it is unpacked.
  public static final int UNPACKED_BYTES_MAX = 16 << 20;

  /// All bodies that are being read, unpacked.
  public static final int IN_FLIGHT_BYTES_MAX = 128 << 20;

  /// The series of one request.
  public static final int SERIES_MAX = 50_000;

  /// The samples of one request.
  public static final int SAMPLES_MAX = 500_000;

  /// The labels of one series, its name not counted.
  public static final int LABELS_MAX = 32;

  /// A name or a value of a label, in characters.
  public static final int LABEL_LENGTH_MAX = 512;

  /// The name of a metric, in characters.
  public static final int METRIC_LENGTH_MAX = 200;

  /// How old a sample may be: a minute less than monitoring takes, whose clock is another.
  static final Duration AGE_MAX = Duration.ofDays(7).minusMinutes(1);

  /// How far ahead a sample may be, likewise.
  static final Duration AHEAD_MAX = Duration.ofMinutes(59);

  /// How long a sender is asked to wait when there is no room.
  public static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  /// The samples of one content: they fit into the 1 MiB that monitoring takes.
  static final int CONTENT_SAMPLES_MAX = 40_000;

  /// The series of one content.
  static final int CONTENT_SERIES_MAX = 10_000;

  /// The characters of the names in one content, as if each stood there by itself.
  static final int CONTENT_NAMES_MAX = 1 << 20;

  private WriteLimits() {}
}
