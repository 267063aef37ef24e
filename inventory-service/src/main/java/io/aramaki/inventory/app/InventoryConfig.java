package io.aramaki.inventory.app;

import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.config.Default;
import io.aramaki.kit.config.Doc;
import io.aramaki.kit.grpc.server.GrpcServerConfig;
import io.aramaki.kit.http.admin.HttpConfig;
import io.aramaki.kit.telemetry.TelemetryConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The configuration of inventory.
public record InventoryConfig(
    @Default("local") @Doc("What tells this process from others of its service.") String instance,
    @Doc("Where it answers.") GrpcServerConfig grpc,
    @Doc("Health, metrics and status.") HttpConfig http,
    @Doc("Its database.") CassandraConfig cassandra,
    @Doc("Traces.") TelemetryConfig telemetry,
    @Doc("The directory for its own certificate; only its owner may read it.") Path tlsDirectory,
    @Doc(
            "The file with the key under which the organisation's keys are kept; the same for all instances.")
        Path keyFile,
    @Doc("Where monitoring answers.") String monitoring,
    @Doc("Where agents find gateways, host:port; enrolment tokens say so.")
        List<String> gatewayAddresses,
    @Doc("Host names and addresses by which people reach the gateway; they are in its certificate.")
        List<String> peopleHosts,
    @Default("7d") @Doc("How long an agent's certificate lives.") Duration agentCertificateLife,
    @Default("7d") @Doc("How long a service's certificate lives.") Duration serviceCertificateLife,
    @Default("60s") @Doc("How long a run may wait for its agent.") Duration startWindow) {
  public InventoryConfig {
    gatewayAddresses = List.copyOf(gatewayAddresses);
    peopleHosts =
        peopleHosts.isEmpty() ? List.of("localhost", "127.0.0.1") : List.copyOf(peopleHosts);
    if (gatewayAddresses.isEmpty()) {
      throw new IllegalArgumentException(
          "gateway-addresses is empty (expected: at least one host:port)");
    }
  }
}
