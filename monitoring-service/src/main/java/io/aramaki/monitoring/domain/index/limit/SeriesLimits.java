package io.aramaki.monitoring.domain.index.limit;

/// How many series are kept. A series counts as long as it is known, also when no sample of it
/// comes any more: it is found by queries over the time in which it had some.
///
/// @param perAgent of one agent; what programs write has no agent and counts for its system only
/// @param perSystem of one system, of all its agents and writers that one instance owns
public record SeriesLimits(int perAgent, int perSystem) {
  /// 50,000 and 1,000,000.
  public static final SeriesLimits DEFAULT = new SeriesLimits(50_000, 1_000_000);

  /// The greatest limit that can be set, of both.
  public static final int MOST = 10_000_000;

  public SeriesLimits {
    require("per-agent", perAgent);
    require("per-system", perSystem);
  }

  private static void require(String name, int value) {
    if (value < 1 || value > MOST) {
      throw new IllegalArgumentException(name + " must be 1 to " + MOST + " series, was " + value);
    }
  }
}
