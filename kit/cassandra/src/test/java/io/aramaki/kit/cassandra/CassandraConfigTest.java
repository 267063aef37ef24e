package io.aramaki.kit.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.config.ConfigException;
import io.aramaki.kit.config.Configs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CassandraConfigTest {
  @TempDir private Path directory;

  /// A service's configuration with one section.
  public record Service(CassandraConfig cassandra) {}

  private CassandraConfig load(String text) throws Exception {
    var file = Files.writeString(directory.resolve("service.yaml"), text);
    return Configs.load(file, Map.of(), Service.class).cassandra();
  }

  @Test
  void load_userWithoutPassword_isRefused() {
    assertThatThrownBy(() -> load("cassandra: {keyspace: tickets, username: u}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cassandra.username: goes with password-file");
  }

  @Test
  void load_contactPointWithoutPort_isRefused() {
    assertThatThrownBy(() -> load("cassandra: {keyspace: tickets, contact-points: [db1]}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'db1'; expected host:port");
  }

  @Test
  void load_badValues_areRefused() {
    assertThatThrownBy(() -> load("cassandra: {keyspace: Tickets}"))
        .hasMessageContaining("cassandra.keyspace: 'Tickets'");
    assertThatThrownBy(() -> load("cassandra: {keyspace: t, contact-points: [' ']}"))
        .isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> load("cassandra: {keyspace: t, request-timeout: 0s}"))
        .hasMessageContaining("expected more than 0");
    assertThatThrownBy(() -> load("cassandra: {keyspace: t, replication-factor: 0}"))
        .hasMessageContaining("expected 1 or more");
  }

  @Test
  void load_keyspaceOnly_hasTheDefaults() throws Exception {
    assertThat(load("cassandra: {keyspace: tickets}"))
        .isEqualTo(
            new CassandraConfig(
                List.of("127.0.0.1:9042"),
                CassandraConfig.DEFAULT_DATACENTER,
                "tickets",
                Optional.empty(),
                Optional.empty(),
                CassandraConfig.DEFAULT_REQUEST_TIMEOUT,
                1));
  }

  @Test
  void load_allKeys_areTaken() throws Exception {
    // When
    var config =
        load(
            """
            cassandra:
              contact-points: ["a:1", "b:2"]
              local-datacenter: dc2
              keyspace: tickets
              username: u
              password-file: secret
              request-timeout: 250ms
              replication-factor: 3
            """);

    // Then
    assertThat(config)
        .isEqualTo(
            new CassandraConfig(
                List.of("a:1", "b:2"),
                "dc2",
                "tickets",
                Optional.of("u"),
                Optional.of(directory.resolve("secret")),
                Duration.ofMillis(250),
                3));
  }
}
