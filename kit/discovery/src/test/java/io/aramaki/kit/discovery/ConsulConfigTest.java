package io.aramaki.kit.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.config.Configs;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConsulConfigTest {
  @Test
  void config_keysAndDefaults_arePinned() {
    assertThat(parse(""))
        .isEqualTo(
            new ConsulConfig(
                URI.create("http://127.0.0.1:8500"),
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ofSeconds(30)));
    assertThat(
            parse(
                "{url: 'https://c:1', token-file: /t, ttl: 1s, deregister-after: 2m,"
                    + " watch-wait: 3s}"))
        .isEqualTo(
            new ConsulConfig(
                URI.create("https://c:1"),
                Optional.of(Path.of("/t")),
                Duration.ofSeconds(1),
                Duration.ofMinutes(2),
                Duration.ofSeconds(3)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "url: 'tcp://c:1' # c:1: url: must be http://host:port, was tcp://c:1",
        "ttl: 100ms # c:1: ttl: must be PT0.3S to PT24H, was PT0.1S",
        "deregister-after: 30s # c:1: deregister-after: must be PT1M to PT8760H, was PT30S",
        "watch-wait: 11m # c:1: watch-wait: must be PT1S to PT10M, was PT11M",
      })
  void config_wrong_isRefusedAtItsKey(String yaml, String message) {
    assertThatThrownBy(() -> parse(yaml)).hasMessage(message);
  }

  @Test
  void tokenFile_missing_isBadConfiguration() {
    assertThatThrownBy(
            () -> ConsulDiscovery.start(parse("token-file: /no/such"), Environment.system()))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("/no/such");
  }

  @Test
  void instance_malformed_isRefused() {
    assertThatThrownBy(() -> new ServiceInstance("Web", "i", "h", 1))
        .hasMessageContaining("\"Web\"");
    assertThatThrownBy(() -> new ServiceInstance("web", "i", "h", 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ConsulConfig parse(String yaml) {
    return Configs.parse(yaml, "c", Map.of(), ConsulConfig.class);
  }
}
