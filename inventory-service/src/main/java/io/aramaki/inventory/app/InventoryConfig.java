package io.aramaki.inventory.app;

import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.config.Default;
import io.aramaki.kit.config.Doc;
import io.aramaki.kit.discovery.ConsulConfig;
import io.aramaki.kit.grpc.server.GrpcServerConfig;
import io.aramaki.kit.http.admin.HttpConfig;
import io.aramaki.kit.security.EnrolmentTokenString;
import io.aramaki.kit.telemetry.TelemetryConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The configuration of inventory.
public record InventoryConfig(
    @Default("local")
        @Doc("What tells this process from other inventories: letters, digits, dashes.")
        String instance,
    @Doc("Where it answers.") GrpcServerConfig grpc,
    @Doc("Health, metrics and status.") HttpConfig admin,
    @Doc("Its database.") CassandraConfig cassandra,
    @Doc("Traces.") TelemetryConfig telemetry,
    @Doc("The directory for its own key and certificate; only its owner may read it.")
        Path tlsDirectory,
    @Doc(
            "The file with the key under which the organisation's keys lie encrypted in the database; all inventories of an organisation have the same. Made at the first start; without it the organisation is lost, so keep a copy.")
        Path keyFile,
    @Doc("Where monitoring answers: it keeps the timeline.") String monitoring,
    @Doc("Where agents reach the gateway, each host:port; written into enrolment tokens.")
        List<String> gatewayAddresses,
    @Doc("Certificates.") Certificates certificates,
    @Doc("Sessions of people.") Sessions sessions,
    @Doc("Runs of actions.") Runs runs,
    @Doc("Find and be found by Consul: then targets consul:///name resolve; without it, nothing.")
        Optional<ConsulConfig> discovery) {

  /// How certificates are issued.
  public record Certificates(
      @Default("7d") @Doc("How long an agent's certificate lives.") Duration agentLifetime,
      @Default("7d") @Doc("How long a service's certificate lives.") Duration serviceLifetime,
      @Default("[localhost, 127.0.0.1]")
          @Doc("Names and addresses under which people reach the gateway.")
          List<String> gatewayHosts) {
    private static final Duration LIFETIME_MIN = Duration.ofMinutes(1);
    private static final Duration LIFETIME_MAX = Duration.ofDays(90);

    public Certificates {
      requireBetween("agent-lifetime", agentLifetime, LIFETIME_MIN, LIFETIME_MAX);
      requireBetween("service-lifetime", serviceLifetime, LIFETIME_MIN, LIFETIME_MAX);
      gatewayHosts = List.copyOf(gatewayHosts);
    }
  }

  /// How long sessions last.
  public record Sessions(
      @Default("12h") @Doc("From the login on, also if it is used.") Duration absolute,
      @Default("2h") @Doc("Without being used.") Duration idle) {
    private static final Duration MIN = Duration.ofMinutes(1);
    private static final Duration MAX = Duration.ofDays(31);

    public Sessions {
      requireBetween("absolute", absolute, MIN, MAX);
      requireBetween("idle", idle, MIN, MAX);
    }
  }

  /// How runs are dispatched.
  public record Runs(
      @Default("60s") @Doc("How long a run waits for its agent before it expires.")
          Duration startWindow) {
    private static final Duration MIN = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofHours(1);

    public Runs {
      requireBetween("start-window", startWindow, MIN, MAX);
    }
  }

  public InventoryConfig {
    if (!instance.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
      throw new IllegalArgumentException(
          "instance must be 1 to 63 of a-z, 0-9 and '-', was '" + instance + "'");
    }
    gatewayAddresses = List.copyOf(gatewayAddresses);
    if (gatewayAddresses.size() > EnrolmentTokenString.ADDRESSES_MAX) {
      throw new IllegalArgumentException(
          "gateway-addresses has "
              + gatewayAddresses.size()
              + " entries, at most "
              + EnrolmentTokenString.ADDRESSES_MAX
              + " are allowed");
    }
  }

  private static void requireBetween(String key, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(key + " must be " + min + " to " + max + ", was " + value);
    }
  }
}
