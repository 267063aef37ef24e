package io.aramaki.kit.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A prepared lightweight transaction.
public final class ConditionalStatement {
  private final Cql cql;
  private final String name;
  private final PreparedStatement prepared;

  ConditionalStatement(Cql cql, String name, PreparedStatement prepared) {
    this.cql = cql;
    this.name = name;
    this.prepared = prepared;
  }

  /// Its values bound in the order of their markers. The driver never sends it twice by itself: the
  /// second would be refused because of the first.
  public BoundStatement bind(@Nullable Object... values) {
    return prepared.bind(values).setIdempotent(false);
  }

  /// Runs it once. Where nobody knows whether it happened, asks `readBack`, which must read at
  /// SERIAL (see [Cql#prepareSerialRead]): that read decides what was under way, so its answer is
  /// final.
  ///
  /// A lightweight transaction may also be reported as refused although it happened, when the node
  /// that ran it lost the first answer and tried again. So a refusal is read back, too, if the
  /// caller's condition could be broken by its own write.
  ///
  /// @param readBack answers what is stored now
  /// @throws StorageUnavailable if the outcome stays unknown because the read fails, too
  public LwtResult execute(Supplier<LwtResult> readBack, @Nullable Object... values) {
    try {
      var result = cql.execute(name, bind(values));
      return result.wasApplied() ? new LwtResult.Applied() : new LwtResult.Refused(result.one());
    } catch (StorageUnavailable e) {
      if (!e.outcomeUnknown()) {
        throw e;
      }
      return settle(e, readBack);
    }
  }

  private static LwtResult settle(StorageUnavailable unknown, Supplier<LwtResult> readBack) {
    try {
      return readBack.get();
    } catch (StorageUnavailable e) {
      unknown.addSuppressed(e);
      throw unknown;
    }
  }
}
