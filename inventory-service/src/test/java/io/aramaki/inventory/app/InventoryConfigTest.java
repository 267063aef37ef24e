package io.aramaki.inventory.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.config.ConfigException;
import io.aramaki.kit.config.Configs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InventoryConfigTest {
  private static final String NEEDED =
      """
      cassandra: {contact-points: ["127.0.0.1:9042"], keyspace: aramaki_inventory}
      tls-directory: /t
      key-file: /k
      monitoring: static:///127.0.0.1:1
      """;

  private static InventoryConfig parse(String more) {
    return Configs.parse(NEEDED + more, "inventory.yaml", Map.of(), InventoryConfig.class);
  }

  @Test
  void nothing_isSaidButWhatIsNeeded_defaultsCount() {
    InventoryConfig config = parse("");

    assertThat(config.instance()).isEqualTo("local");
    assertThat(config.gatewayAddresses()).isEmpty();
    assertThat(config.certificates().agentLifetime()).isEqualTo(Duration.ofDays(7));
    assertThat(config.certificates().serviceLifetime()).isEqualTo(Duration.ofDays(7));
    assertThat(config.certificates().gatewayHosts()).containsExactly("localhost", "127.0.0.1");
    assertThat(config.sessions().absolute()).isEqualTo(Duration.ofHours(12));
    assertThat(config.sessions().idle()).isEqualTo(Duration.ofHours(2));
    assertThat(config.runs().startWindow()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.telemetry().otlpEndpoint()).isEmpty();
  }

  @Test
  void everyKey_isSaid_counts() {
    InventoryConfig config =
        parse(
            """
            instance: two
            grpc: {host: 127.0.0.1, port: 7001}
            admin: {port: 7002}
            telemetry: {otlp-endpoint: "http://127.0.0.1:4318", sample-ratio: 0.5}
            gateway-addresses: ["gw1:8444", "gw2:8444"]
            certificates: {agent-lifetime: 1d, service-lifetime: 2d, gateway-hosts: [gw.example]}
            sessions: {absolute: 1h, idle: 10m}
            runs: {start-window: 5s}
            """);

    assertThat(config.instance()).isEqualTo("two");
    assertThat(config.grpc().port()).isEqualTo(7001);
    assertThat(config.admin().port()).isEqualTo(7002);
    assertThat(config.tlsDirectory()).isEqualTo(Path.of("/t"));
    assertThat(config.keyFile()).isEqualTo(Path.of("/k"));
    assertThat(config.monitoring()).isEqualTo("static:///127.0.0.1:1");
    assertThat(config.gatewayAddresses()).containsExactly("gw1:8444", "gw2:8444");
    assertThat(config.certificates().agentLifetime()).isEqualTo(Duration.ofDays(1));
    assertThat(config.certificates().serviceLifetime()).isEqualTo(Duration.ofDays(2));
    assertThat(config.certificates().gatewayHosts()).containsExactly("gw.example");
    assertThat(config.sessions().absolute()).isEqualTo(Duration.ofHours(1));
    assertThat(config.sessions().idle()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.runs().startWindow()).isEqualTo(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "instance: Two|instance: must be",
        "runs: {start-window: 0s}|runs.start-window: must be",
        "runs: {start-window: 2h}|runs.start-window: must be",
        "sessions: {idle: 1s}|sessions.idle: must be",
        "sessions: {absolute: 99d}|sessions.absolute: must be",
        "certificates: {agent-lifetime: 1s}|certificates.agent-lifetime: must be",
        "certificates: {service-lifetime: 100d}|certificates.service-lifetime: must be",
        "gateway-addresses: [a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:1]|at most 8",
        "gateway-adresses: [a:1]|gateway-addresses",
        "people-hosts: [a]|people-hosts",
      })
  void value_thatCannotBe_isRefusedWithWhatItMustBe(String yaml, String complaint) {
    assertThatThrownBy(() -> parse(yaml + "\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(complaint);
  }
}
