package io.aramaki.kit.app;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The request that a process ends; the first one counts.
public final class Stop {
  private final CompletableFuture<Optional<Throwable>> asked = new CompletableFuture<>();

  /// Asks for an orderly end with exit code 0.
  public void request() {
    asked.complete(Optional.empty());
  }

  /// Asks for an end with exit code 1, because going on would be wrong.
  public void fail(Throwable reason) {
    asked.complete(Optional.of(reason));
  }

  /// Tells whether somebody has asked already.
  public boolean isRequested() {
    return asked.isDone();
  }

  /// Waits until somebody asks, also if interrupted; answers the failure, if it is one.
  Optional<Throwable> await() {
    return asked.join();
  }
}
