package io.aramaki.kit.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.servererrors.BootstrappingException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import io.aramaki.kit.app.Unavailable;
import org.jspecify.annotations.Nullable;

/// The database did not do what was asked: not reachable, too slow, or overloaded. Whether a write
/// happened is not known unless [#outcomeUnknown] says no; an idempotent statement may simply be
/// sent again.
public final class StorageUnavailable extends RuntimeException implements Unavailable {
  private final boolean outcomeUnknown;

  public StorageUnavailable(String message, boolean outcomeUnknown, @Nullable Throwable cause) {
    super(message, cause);
    this.outcomeUnknown = outcomeUnknown;
  }

  /// True if the statement may have taken effect although it failed.
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }

  /// The driver's errors in our words: the world's become [StorageUnavailable], our own (a
  /// statement that cannot be right) stay what they are.
  static RuntimeException translate(String statement, Throwable error) {
    return switch (error) {
      case QueryValidationException e -> e;
      case DriverException e ->
          new StorageUnavailable(
              "Cassandra did not answer " + statement + ": " + e.getMessage(),
              mayHaveHappened(e),
              e);
      case RuntimeException e -> e;
      default -> new IllegalStateException("statement " + statement + " failed", error);
    };
  }

  /// False only where it is certain that no node did anything.
  private static boolean mayHaveHappened(Throwable error) {
    return switch (error) {
      case UnavailableException _, OverloadedException _, BootstrappingException _ -> false;
      case RequestThrottlingException _, BusyConnectionException _, NoNodeAvailableException _ ->
          false;
      case AllNodesFailedException all ->
          all.getAllErrors().values().stream()
              .anyMatch(ofNode -> ofNode.stream().anyMatch(StorageUnavailable::mayHaveHappened));
      default -> true;
    };
  }
}
