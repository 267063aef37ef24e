package io.aramaki.kit.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.cassandra.good.Anchor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SchemaInstallerTest {
  private final CassandraConfig config = RealCassandra.freshKeyspace();
  private final CqlSession session = Sessions.open(config);
  private final Cql cql = new Cql(session);

  @AfterEach
  void close() {
    session.close();
  }

  private static SchemaInstaller installer(Cql cql) {
    return new SchemaInstaller(cql, Clock.systemUTC(), UUID::randomUUID);
  }

  @Test
  void install_fileChangedAfterwards_isRefusedWithItsName() {
    // Given
    installer(cql).install(Anchor.class);
    session.execute(
        "UPDATE schema_file SET sha256 = 'other' WHERE component = 'io.aramaki.kit.cassandra.good' AND number = 2 IF EXISTS");

    // When, Then
    assertThatThrownBy(() -> installer(cql).install(Anchor.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("0002_authors.cql was changed")
        .hasMessageContaining("other");
  }

  @Test
  void install_numbersWithGap_isRefused() {
    assertThatThrownBy(() -> installer(cql).install(io.aramaki.kit.cassandra.gap.Anchor.class))
        .hasMessageContaining("'0002_second.cql' is out of order; expected 0001_name.cql");
  }

  @Test
  void install_statementThatCannotBeRepeated_isRefused() {
    assertThatThrownBy(() -> installer(cql).install(io.aramaki.kit.cassandra.careless.Anchor.class))
        .hasMessageContaining("IF NOT EXISTS");
  }

  @Test
  void install_noFiles_isRefused() {
    assertThatThrownBy(() -> installer(cql).install(String.class))
        .hasMessageContaining("no folder 'schema' beside java.lang.String");
  }

  @Test
  void install_crashedBetweenStatementAndRecord_goesOn() {
    // Given
    session.execute("CREATE TABLE note (id text, body text, PRIMARY KEY (id))");

    // When
    installer(cql).install(Anchor.class);

    // Then
    assertThat(columnsOfNote()).contains("id", "body", "author");
  }

  @Test
  void install_lockOfDeadHolder_isTakenOverWhenItExpires() {
    // Given
    installer(cql).install(Anchor.class);
    session.execute(
        "DELETE FROM schema_file WHERE component = 'io.aramaki.kit.cassandra.good' AND number = 2 IF EXISTS");
    session.execute(
        "INSERT INTO schema_lock (component, holder) VALUES ('io.aramaki.kit.cassandra.good', 'dead') IF NOT EXISTS USING TTL 1");

    // When
    installer(cql).install(Anchor.class);

    // Then
    assertThat(session.execute("SELECT number FROM schema_file").all()).hasSize(2);
  }

  @Test
  void install_fourInstancesAtOnce_oneSchemaComesOut() throws Exception {
    // Given
    var sessions = new ArrayList<CqlSession>();
    for (int i = 0; i < 4; i++) {
      sessions.add(Sessions.open(config));
    }

    // When
    List<Future<?>> installs = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      sessions.forEach(
          s -> installs.add(threads.submit(() -> installer(new Cql(s)).install(Anchor.class))));
    }

    // Then
    for (var install : installs) {
      assertThat(outcome(install)).isEqualTo("installed");
    }
    assertThat(columnsOfNote()).contains("author");
    assertThat(session.checkSchemaAgreement()).isTrue();
    sessions.forEach(CqlSession::close);
  }

  private static String outcome(Future<?> install) throws InterruptedException {
    try {
      install.get();
      return "installed";
    } catch (ExecutionException e) {
      return e.toString();
    }
  }

  private List<String> columnsOfNote() {
    return session
        .execute(
            "SELECT column_name FROM system_schema.columns WHERE keyspace_name = ? AND table_name = 'note'",
            config.keyspace())
        .map(row -> row.get(0, String.class))
        .all();
  }
}
