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
      @Doc("Metrics that are kept otherwise; the first class that matches counts. At most 32.")
          List<ClassConfig> classes) {
    public RetentionConfig {
      var _ = new Retention(samples, rules(classes));
    }

    /// The defaults.
    public static RetentionConfig defaults() {
      return new RetentionConfig(Duration.ofDays(400), List.of());
    }

    Retention rule() {
      return new Retention(samples, rules(classes));
    }

    private static List<MetricClass> rules(List<ClassConfig> classes) {
      return classes.stream().map(ClassConfig::rule).toList();
    }
  }

  /// Metrics that are kept for a time of their own.
  public record ClassConfig(
      @Doc("Its name.") String name,
      @Doc("A regular expression of RE2 for the whole name of a metric, such as 'debug_.*'.")
          String match,
      @Doc("Samples, from their hour on; 8d to 3660d.") Duration samples) {
    public ClassConfig {
      var _ = new MetricClass(name, match, samples);
    }

    MetricClass rule() {
      return new MetricClass(name, match, samples);
    }
  }

  /// How many series are kept.
  public record SeriesConfig(
      @Doc("The most series of one agent, as long as samples of them are kept; 1 to 10000000.")
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
