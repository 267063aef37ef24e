package io.aramaki.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.config.ConfigException;
import io.aramaki.kit.config.Configs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The configuration file: what may be left out, and what is refused with its place.
final class GatewayConfigTest {
  private static final String LEAST =
      """
      member:
        inventory: dns:///127.0.0.1:1
        tls-directory: tls
        instance: g1
      monitoring: dns:///127.0.0.1:2
      alerting: dns:///127.0.0.1:3
      ticketing: dns:///127.0.0.1:4
      """;

  private static final String ALL =
      LEAST
          + """
          people:
            host: 0.0.0.0
            port: 443
            certificate-file: chain.pem
            key-file: key.pem
            origins: ["https://aramaki.example"]
          agents:
            host: 0.0.0.0
            port: 444
            event-loops: 4
          otlp:
            host: 0.0.0.0
            port: 445
          admin:
            port: 7002
          data-directory: kept
          """;

  @TempDir private Path directory;

  @Test
  void whatIsLeftOut_hasItsDefault() throws IOException {
    var config = load(LEAST, Map.of());

    assertThat(config.people().host()).isEqualTo("127.0.0.1");
    assertThat(config.people().port()).isEqualTo(8443);
    assertThat(config.people().certificateFile()).isEmpty();
    assertThat(config.people().origins()).isEmpty();
    assertThat(config.agents().host()).isEqualTo("127.0.0.1");
    assertThat(config.agents().port()).isEqualTo(8444);
    assertThat(config.agents().eventLoops()).isEqualTo(2);
    assertThat(config.otlp().host()).isEqualTo("127.0.0.1");
    assertThat(config.otlp().port()).isEqualTo(4317);
  }

  @Test
  void everyKey_isRead() throws IOException {
    var config = load(ALL, Map.of());

    assertThat(config.people().port()).isEqualTo(443);
    assertThat(config.people().keyFile()).isPresent();
    assertThat(config.people().origins()).containsExactly(URI.create("https://aramaki.example"));
    assertThat(config.agents().port()).isEqualTo(444);
    assertThat(config.agents().eventLoops()).isEqualTo(4);
    assertThat(config.otlp().host()).isEqualTo("0.0.0.0");
    assertThat(config.otlp().port()).isEqualTo(445);
    assertThat(config.admin().port()).isEqualTo(7002);
    assertThat(config.dataDirectory()).endsWithRaw(Path.of("kept"));
  }

  @Test
  void environment_overridesTheFile() throws IOException {
    assertThat(load(ALL, Map.of("ARAMAKI_PEOPLE_PORT", "9443")).people().port()).isEqualTo(9443);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "people:                   | peple:                  | people",
        "port: 444                 | port: 70000             | port: must be 0 to 65535, was 70000",
        "event-loops: 4            | event-loops: 0          | event-loops: must be 1 to 64, was 0",
        "key-file: key.pem         |                         | must be given together",
        "https://aramaki.example   | http://aramaki.example  | must be https://name",
        "https://aramaki.example   | https://aramaki.example/x | must be https://name",
        "alerting: dns:///127.0.0.1:3 |                      | alerting"
      })
  void fileThatIsWrong_isRefusedWithItsPlace(String right, @Nullable String wrong, String words) {
    // Given
    var text = ALL.replace(right, wrong == null ? "" : wrong);
    assertThat(text).isNotEqualTo(ALL);

    // When / Then
    assertThatThrownBy(() -> load(text, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("gateway.yaml")
        .hasMessageContaining(words);
  }

  private GatewayConfig load(String text, Map<String, String> environment) throws IOException {
    var file = directory.resolve("gateway.yaml");
    Files.writeString(file, text);
    return Configs.load(file, environment, GatewayConfig.class);
  }
}
