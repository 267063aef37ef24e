package io.aramaki.kit.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import org.jspecify.annotations.Nullable;

/// What became of a lightweight transaction.
public sealed interface LwtResult {
  /// It happened.
  record Applied() implements LwtResult {}

  /// Its condition did not hold.
  ///
  /// @param current the columns of the condition as they are; null where the row does not exist or
  ///   a read back decided
  record Refused(@Nullable Row current) implements LwtResult {}

  default boolean applied() {
    return this instanceof Applied;
  }
}
