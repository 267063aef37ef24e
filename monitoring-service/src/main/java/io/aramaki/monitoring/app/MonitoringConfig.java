package io.aramaki.monitoring.app;

import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.config.Default;
import io.aramaki.kit.config.Doc;
import io.aramaki.kit.grpc.server.GrpcServerConfig;
import io.aramaki.kit.http.admin.HttpConfig;
import io.aramaki.kit.member.MemberConfig;
import io.aramaki.kit.telemetry.TelemetryConfig;
import io.aramaki.monitoring.domain.index.limit.SeriesLimits;
import io.aramaki.monitoring.domain.keepalive.KeepaliveRules;
import io.aramaki.monitoring.domain.retention.Keep;
import io.aramaki.monitoring.domain.retention.MetricClass;
import io.aramaki.monitoring.domain.retention.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The configuration of one monitoring instance. The keys are explained by their [Doc].
public record MonitoringConfig(
    @Doc("How this process belongs to its organisation.") MemberConfig member,
    @Doc("Where monitoring's keyspace is.") CassandraConfig cassandra,
    @Doc("Where the gRPC server listens.") GrpcServerConfig grpc,
    @Doc("Health, metrics and status.") HttpConfig admin,
    @Doc("Where traces go.") TelemetryConfig telemetry,
    @Doc("The key under which the check-definition key is kept; the same file for all instances.")
        Path keyFile,
    @Doc("The address host:port by which others reach this instance; without it, where it listens.")
        Optional<String> advertise,
    @Doc("How many batches one agent may have unacknowledged.") @Default("32") int credits,
    @Doc("When an agent counts as silent.") KeepaliveConfig keepalive,
    @Doc("How long observations are kept.") RetentionConfig retention,
    @Doc("How many series are kept.") SeriesConfig series) {
  private static final int CREDITS_MAX = 1_024;

  /// When an agent counts as silent.
  public record KeepaliveConfig(
      @Doc("From one heartbeat of an agent to the next.") @Default("10s") Duration interval,
      @Doc("After so many silent intervals it is WARNING.") @Default("3") int missed,
      @Doc("After so long a silence it is CRITICAL.") @Default("120s") Duration criticalAfter) {
    public KeepaliveConfig {
      var _ = new KeepaliveRules(interval, missed, criticalAfter);
    }

    /// The defaults.
    public static KeepaliveConfig defaults() {
      KeepaliveRules rules = KeepaliveRules.DEFAULT;
      return new KeepaliveConfig(rules.interval(), rules.missed(), rules.criticalAfter());
    }

    KeepaliveRules rules() {
      return new KeepaliveRules(interval, missed, criticalAfter);
    }
  }

  /// How long observations are kept.
  public record RetentionConfig(
      @Doc("Samples and check results, from their hour on; 8d to 3660d.") @Default("400d")
          Duration samples,
      @Doc(
              "Rollups of 5 minutes, which queries read when samples are gone; 8d to 3660d, 0d for none.")
          @Default("800d")
          Duration rollup5m,
      @Doc("Rollups of 1 hour, read when those of 5 minutes are gone; 8d to 3660d, 0d for none.")
          @Default("1830d")
          Duration rollup1h,
      @Doc("Metrics that are kept otherwise; the first class that matches counts. At most 32.")
          List<ClassConfig> classes) {
    public RetentionConfig {
      var _ = rule(samples, rollup5m, rollup1h, classes);
    }

    /// The defaults.
    public static RetentionConfig defaults() {
      return new RetentionConfig(
          Duration.ofDays(400), Duration.ofDays(800), Duration.ofDays(1_830), List.of());
    }

    Retention rule() {
      return rule(samples, rollup5m, rollup1h, classes);
    }

    private static Retention rule(
        Duration samples, Duration rollup5m, Duration rollup1h, List<ClassConfig> classes) {
      var others = new Keep(samples, rollup5m, rollup1h);
      return new Retention(others, classes.stream().map(one -> one.rule(others)).toList());
    }
  }

  /// Metrics that are kept for a time of their own.
  public record ClassConfig(
      @Doc("Its name.") String name,
      @Doc("A regular expression of RE2 for the whole name of a metric, such as 'debug_.*'.")
          String match,
      @Doc("Samples, from their hour on; 8d to 3660d.") Duration samples,
      @Doc("Rollups of 5 minutes; without it as for other metrics.") Optional<Duration> rollup5m,
      @Doc("Rollups of 1 hour; without it as for other metrics.") Optional<Duration> rollup1h) {
    public ClassConfig {
      var keep = new Keep(samples, rollup5m.orElse(Duration.ZERO), rollup1h.orElse(Duration.ZERO));
      var _ = new MetricClass(name, match, keep);
    }

    MetricClass rule(Keep others) {
      var keep =
          new Keep(samples, rollup5m.orElse(others.rollup5m()), rollup1h.orElse(others.rollup1h()));
      return new MetricClass(name, match, keep);
    }
  }

  /// How many series are kept.
  public record SeriesConfig(
      @Doc("The most series of one agent, as long as anything of them is kept; 1 to 10000000.")
          @Default("50000")
          int perAgent,
      @Doc("The most series of one system, of all its agents and programs; 1 to 10000000.")
          @Default("1000000")
          int perSystem) {
    public SeriesConfig {
      var _ = new SeriesLimits(perAgent, perSystem);
    }

    /// The defaults.
    public static SeriesConfig defaults() {
      SeriesLimits limits = SeriesLimits.DEFAULT;
      return new SeriesConfig(limits.perAgent(), limits.perSystem());
    }

    SeriesLimits limits() {
      return new SeriesLimits(perAgent, perSystem);
    }
  }

  public MonitoringConfig {
    if (credits < 1 || credits > CREDITS_MAX) {
      throw new IllegalArgumentException(
          "credits must be 1 to " + CREDITS_MAX + ", was " + credits);
    }
  }
}
