package io.aramaki.bench.data;

/// What is generated: the same plan makes the same data.
///
/// @param set the kind of values
/// @param seed from which all values come
/// @param hosts how many hosts
/// @param series how many series each host has
/// @param startMs the time of the first sample of each series, in milliseconds since the epoch
public record DataPlan(DataSet set, long seed, int hosts, int series, long startMs) {
  /// From one sample of a series to the next.
  public static final long STEP_MS = 10_000;

  /// The most hosts of a plan.
  public static final int HOSTS_MAX = 100_000;

  /// The most series of one host.
  public static final int SERIES_MAX = 1_000;

  public DataPlan {
    if (hosts < 1 || hosts > HOSTS_MAX) {
      throw new IllegalArgumentException(
          "hosts must be 1 to %d, was %d".formatted(HOSTS_MAX, hosts));
    }
    if (series < 1 || series > SERIES_MAX) {
      throw new IllegalArgumentException(
          "series of a host must be 1 to %d, was %d".formatted(SERIES_MAX, series));
    }
    if (startMs % STEP_MS != 0) {
      throw new IllegalArgumentException(
          "the start must be a multiple of %d ms, was %d".formatted(STEP_MS, startMs));
    }
  }

  /// The data of one host, from its begin.
  public HostData host(int host) {
    return switch (set) {
      case RECIPE -> new RecipeData(this, host);
      case RANDOM -> new RandomData(this, host);
      case CONSTANT -> new ConstantData(this, host);
      case RECORDED -> new RecordedData(this, host, Recording.bundled());
    };
  }

  /// What the series of a host are called.
  public SeriesLabels labels(int host, int number) {
    if (set == DataSet.RECORDED) {
      Recording.Column column = Recording.bundled().column(number);
      return SeriesLabels.of(column.metric(), host, column.device());
    }
    return SeriesLabels.of("bench_metric_%03d".formatted(number), host, "dev" + (number % 7));
  }

  /// All series of the plan.
  public long seriesTotal() {
    return (long) hosts * series;
  }

  /// When a sample was taken.
  public long timeMs(long step) {
    return startMs + (step * STEP_MS);
  }
}
