package io.aramaki.kit.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A prepared statement without conditions.
public final class CqlStatement {
  private final Cql cql;
  private final String name;
  private final PreparedStatement prepared;
  private final ConsistencyLevel consistency;

  CqlStatement(Cql cql, String name, PreparedStatement prepared, ConsistencyLevel consistency) {
    this.cql = cql;
    this.name = name;
    this.prepared = prepared;
    this.consistency = consistency;
  }

  /// Its values bound in the order of their markers; null writes a tombstone.
  public BoundStatement bind(@Nullable Object... values) {
    return prepared.bind(values).setConsistencyLevel(consistency).setIdempotent(true);
  }

  /// Runs it; the driver fetches further pages while the result is read.
  public ResultSet execute(@Nullable Object... values) {
    return cql.execute(name, bind(values));
  }

  /// Runs it and returns the first row.
  public Optional<Row> one(@Nullable Object... values) {
    return Optional.ofNullable(execute(values).one());
  }

  /// Runs a statement that [#bind] made, for example with a timestamp or a page size set.
  public ResultSet execute(BoundStatement bound) {
    return cql.execute(name, bound);
  }

  public CompletionStage<AsyncResultSet> executeAsync(@Nullable Object... values) {
    return cql.executeAsync(name, bind(values));
  }

  public CompletionStage<AsyncResultSet> executeAsync(BoundStatement bound) {
    return cql.executeAsync(name, bound);
  }
}
