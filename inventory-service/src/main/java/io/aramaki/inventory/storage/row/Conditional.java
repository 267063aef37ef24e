package io.aramaki.inventory.storage.row;

import io.aramaki.kit.cassandra.ConditionalStatement;
import io.aramaki.kit.cassandra.LwtResult;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Runs conditional writes so that the answer is the truth. A lightweight transaction may time out
/// although it happened, and may be refused because of its own first attempt; both are settled by
/// looking whether what is kept is what was to be written.
public final class Conditional {
  private Conditional() {}

  /// Answers whether the write is in force.
  ///
  /// @param kept reads serially and tells whether what is kept is what was to be written
  public static boolean applied(
      ConditionalStatement statement, BooleanSupplier kept, @Nullable Object... values) {
    LwtResult result =
        statement.execute(
            () -> kept.getAsBoolean() ? new LwtResult.Applied() : new LwtResult.Refused(null),
            values);
    return result.applied() || kept.getAsBoolean();
  }
}
