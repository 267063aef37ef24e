package io.aramaki.bench.storage;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.cassandra.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many compactions wait or run in the Cassandra of an instance.
public final class Compactions implements AutoCloseable {
  private static final String QUERY =
      "SELECT active_tasks, pending_tasks FROM system_views.thread_pools"
          + " WHERE name = 'CompactionExecutor'";

  private static final Pattern POINT = Pattern.compile("contact-points:\\s*\\[\"([^\"]+)\"");
  private static final Pattern KEYSPACE = Pattern.compile("keyspace:\\s*(\\S+)");
  private static final Pattern USER = Pattern.compile("username:\\s*(\\S+)");
  private static final Pattern PASSWORD = Pattern.compile("password-file:\\s*(\\S+)");

  private final CqlSession session;

  private Compactions(CqlSession session) {
    this.session = session;
  }

  /// Connects as a service does.
  ///
  /// @param config the service's configuration file
  public static Compactions open(Path config) throws IOException {
    String text = Files.readString(config);
    return new Compactions(
        Sessions.open(
            CassandraConfig.of(
                first(POINT, text, config),
                first(KEYSPACE, text, config),
                first(USER, text, config),
                Path.of(first(PASSWORD, text, config)))));
  }

  private static String first(Pattern pattern, String text, Path file) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("%s has no line %s".formatted(file.getFileName(), pattern));
    }
    return matcher.group(1);
  }

  /// Those that run and those that wait.
  public int pending() throws IOException {
    var row = session.execute(QUERY).one();
    if (row == null) {
      throw new IOException("Cassandra shows no thread pool of compactions");
    }
    return row.getInt("active_tasks") + row.getInt("pending_tasks");
  }

  @Override
  public void close() {
    session.close();
  }
}
