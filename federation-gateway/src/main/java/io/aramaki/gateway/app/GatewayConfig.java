package io.aramaki.gateway.app;

import io.aramaki.kit.config.Default;
import io.aramaki.kit.config.Doc;
import io.aramaki.kit.http.admin.HttpConfig;
import io.aramaki.kit.member.MemberConfig;
import io.aramaki.kit.telemetry.TelemetryConfig;
import java.nio.file.Path;

/// The configuration of the gateway.
///
/// @param member how it belongs to its organisation; inventory's address is in there
/// @param dataDirectory where it keeps the last list of revocations
public record GatewayConfig(
    @Doc("How this process belongs to its organisation.") MemberConfig member,
    @Doc("The people's door: web UI and REST.") PeopleConfig people,
    @Doc("The agents' door.") AgentsConfig agents,
    @Doc("The door for OTLP over gRPC.") OtlpConfig otlp,
    @Doc("Health, metrics and status.") HttpConfig admin,
    @Doc("Traces.") TelemetryConfig telemetry,
    @Doc("Where monitoring answers: static:///host:port, dns:///host:port or consul:///monitoring.")
        String monitoring,
    @Doc("Where alerting answers.") String alerting,
    @Doc("Where ticketing answers.") String ticketing,
    @Default("data")
        @Doc("The directory for the last list of revocations, for a start without inventory.")
        Path dataDirectory) {

  /// The door to which programs send metrics by OTLP over gRPC.
  public record OtlpConfig(
      @Default("127.0.0.1") @Doc("The address on which they are expected.") String host,
      @Default("4317") @Doc("Its port; 0 takes a free one.") int port) {
    public OtlpConfig {
      PeopleConfig.checkPort(port);
    }
  }

  /// The agents' door.
  public record AgentsConfig(
      @Default("127.0.0.1") @Doc("The address on which agents are expected.") String host,
      @Default("8444") @Doc("Its port; 0 takes a free one.") int port,
      @Default("2") @Doc("How many threads relay agents' streams.") int eventLoops) {
    private static final int EVENT_LOOPS_MAX = 64;

    public AgentsConfig {
      PeopleConfig.checkPort(port);
      if (eventLoops < 1 || eventLoops > EVENT_LOOPS_MAX) {
        throw new IllegalArgumentException(
            "event-loops must be 1 to " + EVENT_LOOPS_MAX + ", was " + eventLoops);
      }
    }
  }
}
