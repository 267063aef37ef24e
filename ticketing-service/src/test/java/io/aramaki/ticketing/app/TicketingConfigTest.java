package io.aramaki.ticketing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.config.ConfigException;
import io.aramaki.kit.config.Configs;
import io.aramaki.ticketing.domain.ReopenPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The configuration file: what is wrong is refused with file, key, and what would be right.
class TicketingConfigTest {
  private static final String RIGHT =
      """
      member:
        inventory: dns:///127.0.0.1:1
        tls-directory: tls
        instance: t1
      cassandra:
        keyspace: ticketing
      monitoring: dns:///127.0.0.1:2
      trackers:
        - name: redmine
          reopen-within: 24h
          redmine:
            url: http://127.0.0.1:3030
            key-file: redmine.key
            login: bot
            project: alerts
            tracker-id: 1
            external-key-field: 1
            priorities:
              critical: 4
      """;

  @TempDir private Path directory;

  @Test
  void file_thatIsRight_isRead() throws IOException {
    // Given
    Files.writeString(directory.resolve("redmine.key"), "secret\n");

    // When
    var tracker = load(RIGHT).trackers().getFirst();

    // Then
    assertThat(tracker.policy()).isEqualTo(new ReopenPolicy.ReopenWithin(Duration.ofHours(24)));
    assertThat(tracker.redmine().config().key().reveal()).isEqualTo("secret");
    assertThat(tracker.redmine().config().toString()).doesNotContain("secret");
  }

  @Test
  void keyFile_thatIsMissing_isNamed() throws IOException {
    // Given
    var tracker = load(RIGHT).trackers().getFirst();

    // When / Then
    assertThatThrownBy(() -> tracker.redmine().config())
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("redmine.key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trackers:            | trakers:              | trackers",
        "project: alerts      | projekt: alerts       | project",
        "tracker-id: 1        | tracker-id: one       | tracker-id",
        "reopen-within: 24h   | reopen-within: daily  | reopen-within",
        "critical: 4          | critical: high        | critical",
        "keyspace: ticketing  | keyspace: 'no such'   | keyspace",
        "login: bot           | ''                    | login"
      })
  void file_thatIsWrong_isRefusedWithItsPlace(String right, String wrong, String words) {
    // Given
    var text = RIGHT.replace(right.strip(), wrong.strip());
    assertThat(text).isNotEqualTo(RIGHT);

    // When / Then
    assertThatThrownBy(() -> load(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("ticketing.yaml")
        .hasMessageContaining(words);
  }

  @Test
  void trackers_ofTheSameName_areRefused() {
    // Given
    var tracker = RIGHT.substring(RIGHT.indexOf("  - name: redmine"));

    // When / Then
    assertThatThrownBy(() -> load(RIGHT + tracker))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("two trackers have the name \"redmine\"");
  }

  private TicketingConfig load(String text) throws IOException {
    var file = directory.resolve("ticketing.yaml");
    Files.writeString(file, text);
    return Configs.load(file, Map.of(), TicketingConfig.class);
  }
}
