package io.aramaki.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.cassandra.CassandraConfig;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CassandraExtension.class)
final class CassandraExtensionTest {
  private final CqlSession session;

  CassandraExtensionTest(CqlSession session) {
    this.session = session;
  }

  @Test
  void session_newClass_hasItsOwnEmptyKeyspace(CassandraConfig config) {
    // When
    var keyspace = session.getKeyspace().orElseThrow().asInternal();

    // Then
    assertThat(keyspace).isEqualTo(config.keyspace()).startsWith("tcassandraextensiontest_");
    assertThat(session.getMetadata().getKeyspace(keyspace).orElseThrow().getTables()).isEmpty();
  }

  @Nested
  final class Inside {
    @Test
    void session_nestedClass_isTheOneOfTheOuterClass(CqlSession inner) {
      assertThat(inner).isSameAs(session);
    }
  }
}
