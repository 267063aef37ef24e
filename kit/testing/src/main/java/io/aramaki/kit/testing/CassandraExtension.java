package io.aramaki.kit.testing;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.cassandra.Sessions;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives a test class its own keyspace on a real Cassandra, as a [CqlSession] or a
/// [CassandraConfig] parameter of constructor or method.
///
/// One Cassandra serves all test classes of a JVM; see [TestCassandra] for where it comes from. It
/// starts with the first class that asks.
///
/// ```java
/// @ExtendWith(CassandraExtension.class)
/// final class CassandraTicketStoreTest {
///   CassandraTicketStoreTest(CqlSession session) { … }
/// ```
public final class CassandraExtension implements BeforeAllCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(CassandraExtension.class);
  private static final int NAME_MAX = 36;
  private static final AtomicInteger KEYSPACES = new AtomicInteger();

  @Override
  public void beforeAll(ExtensionContext context) {
    var store = context.getStore(NAMESPACE);
    if (store.get(Keyspace.class, Keyspace.class) == null) {
      var cassandra =
          context
              .getRoot()
              .getStore(NAMESPACE)
              .getOrComputeIfAbsent(
                  TestCassandra.class, _ -> TestCassandra.obtain(), TestCassandra.class);
      store.put(
          Keyspace.class,
          Keyspace.open(cassandra.configFor(keyspaceOf(context.getRequiredTestClass()))));
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == CqlSession.class || type == CassandraConfig.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var keyspace = context.getStore(NAMESPACE).get(Keyspace.class, Keyspace.class);
    if (keyspace == null) {
      throw new IllegalStateException(
          "register CassandraExtension on the class: @ExtendWith(CassandraExtension.class)");
    }
    return parameter.getParameter().getType() == CqlSession.class
        ? keyspace.session
        : keyspace.config;
  }

  private static String keyspaceOf(Class<?> test) {
    var name = test.getSimpleName().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    // The process id and the counter keep runs apart that share one Cassandra.
    var unique =
        Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX)
            + "_"
            + KEYSPACES.incrementAndGet();
    return "t" + name.substring(0, Math.min(name.length(), NAME_MAX)) + "_" + unique;
  }

  private record Keyspace(CassandraConfig config, CqlSession session) implements AutoCloseable {
    static Keyspace open(CassandraConfig config) {
      return new Keyspace(config, Sessions.open(config));
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
