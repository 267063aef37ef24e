package io.aramaki.alerting.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.config.ConfigException;
import io.aramaki.kit.config.Configs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The configuration file: what is wrong is refused with file, line, key, and what would be right.
class AlertingConfigTest {
  private static final String RIGHT =
      """
      member:
        inventory: dns:///127.0.0.1:1
        tls-directory: tls
        instance: a1
      cassandra:
        keyspace: alerting
      monitoring: dns:///127.0.0.1:2
      ticketing: dns:///127.0.0.1:3
      external-url: https://aramaki.test
      receivers:
        - name: ops
          webhook:
            url: https://hooks.test/ops
        - name: issues
          ticket:
            tracker: redmine
      route:
        receiver: ops
        group-wait: 1s
        routes:
          - receiver: issues
            match: [severity=critical]
            go-on: true
      """;

  @TempDir private Path directory;

  @Test
  void file_thatIsRight_isRead() throws IOException {
    // When
    var config = load(RIGHT);

    // Then
    assertThat(config.tree().routes())
        .singleElement()
        .satisfies(route -> {
          assertThat(route.receiver()).isEqualTo("issues");
          assertThat(route.goOn()).isTrue();
        });
    assertThat(config.domainReceivers().tellsResolved()).containsOnlyKeys("ops", "issues");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "external-url:          | external-ulr:            | external-url",
        "group-wait: 1s         | group-wiat: 1s           | group-wait",
        "group-wait: 1s         | group-wait: soon         | group-wait",
        "group-wait: 1s         | group-wait: [1s]         | group-wait",
        "go-on: true            | go-on: perhaps           | go-on",
        "url: https://hooks.test/ops | url: 'no url'       | url",
        "webhook:               | webhok:                  | webhook",
        "receiver: issues       | receiver: nobody         | there are:",
        "name: issues           | name: ops                | two receivers have the same name",
        "[severity=critical]    | [severity]               | is no matcher",
        "'[severity=critical]'  | '[\"check=~(\"]'          | no RE2 expression",
        "keyspace: alerting     | keyspace: 7              | keyspace"
      })
  void file_thatIsWrong_isRefusedWithItsPlace(String right, String wrong, String words) {
    // Given
    var text = RIGHT.replace(right.strip(), wrong.strip());
    assertThat(text).isNotEqualTo(RIGHT);

    // When / Then
    assertThatThrownBy(() -> load(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("alerting.yaml")
        .hasMessageContaining(words);
  }

  private AlertingConfig load(String text) throws IOException {
    var file = directory.resolve("alerting.yaml");
    Files.writeString(file, text);
    return Configs.load(file, Map.of(), AlertingConfig.class);
  }
}
