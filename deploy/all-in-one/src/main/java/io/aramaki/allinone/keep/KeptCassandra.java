package io.aramaki.allinone.keep;

import io.aramaki.kit.cassandra.embedded.EmbeddedCassandra;
import io.aramaki.kit.cassandra.embedded.EmbeddedCassandraConfig;
import org.jspecify.annotations.Nullable;

/// The embedded Cassandra that is kept alive.
public final class KeptCassandra implements Kept {
  private final EmbeddedCassandraConfig config;
  private volatile @Nullable EmbeddedCassandra cassandra;

  public KeptCassandra(EmbeddedCassandraConfig config) {
    this.config = config;
  }

  @Override
  public String name() {
    return "cassandra";
  }

  @Override
  public void start() {
    if (cassandra != null) {
      // The one that died still holds the lock of its directory.
      cassandra.kill();
    }
    cassandra = EmbeddedCassandra.start(config);
  }

  @Override
  public boolean alive() {
    return cassandra != null && cassandra.isAlive();
  }

  @Override
  public boolean ready() {
    return alive();
  }

  @Override
  public long pid() {
    return cassandra == null ? 0 : cassandra.pid();
  }

  /// The running one.
  ///
  /// @throws IllegalStateException if none runs
  public EmbeddedCassandra running() {
    if (cassandra == null) {
      throw new IllegalStateException("Cassandra was not started");
    }
    return cassandra;
  }

  @Override
  public void stop() {
    if (cassandra != null) {
      cassandra.close();
    }
  }
}
