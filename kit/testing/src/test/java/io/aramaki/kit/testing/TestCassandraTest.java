package io.aramaki.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.cassandra.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestCassandraTest {
  @TempDir private Path directory;

  @Test
  void parse_userWithoutPassword_isRefused() {
    assertThatThrownBy(() -> TestCassandra.parse("h:9042:u", directory))
        .hasMessageContaining("expected host:port or host:port:user:password");
  }

  @Test
  void parse_hostAndPort_hasNoLogin() throws IOException {
    assertThat(TestCassandra.parse("h:9042", directory).username()).isEqualTo(Optional.empty());
  }

  @Test
  void parse_login_keepsColonsOfThePassword() throws IOException {
    // When
    var config = TestCassandra.parse("h:9042:u:p:q", directory);

    // Then
    assertThat(config.contactPoints()).containsExactly("h:9042");
    assertThat(config.username()).contains("u");
    assertThat(Files.readString(config.passwordFile().orElseThrow())).isEqualTo("p:q");
  }

  @Tag("docker")
  @Test
  void container_started_takesSessions() {
    try (var container = DockerCassandra.start();
        var session = Sessions.open(container.config().withKeyspace("docker"))) {
      assertThat(session.getKeyspace()).isPresent();
    }
  }
}
