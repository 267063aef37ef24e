package io.aramaki.kit.cassandra.embedded;

import org.jspecify.annotations.Nullable;

/// The child did not come up. The message says why, where its log is, and shows the log's last
/// lines.
public final class CassandraStartException extends RuntimeException {
  CassandraStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
