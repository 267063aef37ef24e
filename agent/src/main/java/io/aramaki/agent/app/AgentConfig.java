package io.aramaki.agent.app;

import io.aramaki.agent.metric.scrape.ScrapeTarget;
import io.aramaki.kit.config.Default;
import io.aramaki.kit.config.Doc;
import io.aramaki.kit.telemetry.TelemetryConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The agent's configuration, `agent.yaml`.
public record AgentConfig(
    @Doc("Where the agent keeps its certificate, spool, journal and definitions; mode 0700.")
        @Default("/var/lib/aramaki-agent")
        Path stateDirectory,
    @Doc("Gateways, host:port; empty means those of the enrolment token.") List<String> gateways,
    SpoolSection spool,
    ChecksSection checks,
    MetricsSection metrics,
    @Doc("Pages with metrics of programs of this host, as Prometheus scrapes them; at most 32.")
        List<ScrapeSection> scrape,
    ActionsSection actions,
    SessionSection session,
    TelemetryConfig telemetry) {

  private static final int SCRAPE_MAX = 32;

  public AgentConfig {
    gateways = List.copyOf(gateways);
    scrape = List.copyOf(scrape);
    if (scrape.size() > SCRAPE_MAX) {
      throw new IllegalArgumentException(
          "scrape may have at most " + SCRAPE_MAX + " pages, was " + scrape.size());
    }
  }

  /// The spool.
  public record SpoolSection(
      @Default("67108864") @Doc("How many bytes of batches the spool may hold.") long capBytes,
      @Default("16777216") @Doc("How many bytes are held back for a full disk; 0 holds none.")
          long reserveBytes) {
    private static final long CAP_MIN = 1 << 20;

    public SpoolSection {
      if (capBytes < CAP_MIN) {
        throw new IllegalArgumentException(
            "cap-bytes must be at least " + CAP_MIN + ", was " + capBytes);
      }
      if (reserveBytes < 0) {
        throw new IllegalArgumentException("reserve-bytes must not be negative");
      }
    }
  }

  /// The checks.
  public record ChecksSection(
      @Default(
              "[/usr/lib/nagios/plugins, /usr/lib64/nagios/plugins, /usr/local/lib/nagios/plugins]")
          @Doc("Where plugins are looked for that are named without a path.")
          List<Path> pluginDirectories,
      @Doc("The plugins that may be run, by absolute path; empty allows all that are signed.")
          List<Path> allowedCommands,
      @Default("8") @Doc("How many checks may run at a time, 1 to 256.") int concurrent) {
    private static final int CONCURRENT_MAX = 256;

    public ChecksSection {
      pluginDirectories = List.copyOf(pluginDirectories);
      allowedCommands = List.copyOf(allowedCommands);
      if (concurrent < 1 || concurrent > CONCURRENT_MAX) {
        throw new IllegalArgumentException("concurrent must be 1 to 256, was " + concurrent);
      }
    }
  }

  /// The host's metrics.
  public record MetricsSection(
      @Default("true") @Doc("Whether the host's metrics are collected.") boolean enabled,
      @Default("10s") @Doc("From one reading to the next, 1s to 10m.") Duration interval) {
    public MetricsSection {
      requireWithin("interval", interval, Duration.ofSeconds(1), Duration.ofMinutes(10));
    }
  }

  /// One page that is scraped.
  public record ScrapeSection(
      @Doc("The label job of its series, for example node.") String job,
      @Doc("Where it is, for example http://127.0.0.1:9100/metrics.") URI url,
      @Default("15s") @Doc("From one scrape to the next, 1s to 1h.") Duration interval,
      @Default("10s") @Doc("How long a scrape may take; at most interval.") Duration timeout) {
    public ScrapeSection {
      if (job.isBlank()) {
        throw new IllegalArgumentException("job must say what the page belongs to");
      }
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (!http || url.getHost() == null) {
        throw new IllegalArgumentException(
            "url must be an http or https URL with a host, was " + url);
      }
      requireWithin("interval", interval, Duration.ofSeconds(1), Duration.ofHours(1));
      requireWithin("timeout", timeout, Duration.ofMillis(1), interval);
    }

    ScrapeTarget target() {
      return new ScrapeTarget(job, url, timeout);
    }
  }

  /// The actions.
  public record ActionsSection(
      @Doc("The programs that signed actions may run here, by absolute path; empty allows none.")
          List<Path> allowedCommands) {
    public ActionsSection {
      allowedCommands = List.copyOf(allowedCommands);
      for (Path command : allowedCommands) {
        if (!command.isAbsolute()) {
          throw new IllegalArgumentException("allowed-commands must be absolute, was " + command);
        }
      }
    }
  }

  /// The sessions with the gateway.
  public record SessionSection(
      @Default("30s")
          @Doc("After which a session is given up that answers no batch, or passed one over.")
          Duration ackTimeout,
      @Default("5s") @Doc("How long a stopping agent waits until its goodbye is acknowledged.")
          Duration goodbyeTimeout,
      @Default("1h") @Doc("For how long silence after a planned stop is no alert.")
          Duration expectedAbsence) {
    public SessionSection {
      requireWithin("ack-timeout", ackTimeout, Duration.ofMillis(100), Duration.ofMinutes(10));
      requireWithin("goodbye-timeout", goodbyeTimeout, Duration.ZERO, Duration.ofSeconds(15));
      requireWithin("expected-absence", expectedAbsence, Duration.ZERO, Duration.ofDays(30));
    }
  }

  private static void requireWithin(String key, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(key + " must be " + min + " to " + max + ", was " + value);
    }
  }
}
