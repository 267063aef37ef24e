package io.aramaki.kit.cassandra;

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
}
