package io.aramaki.inventory.storage.row;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/// Ends the driver's futures where they were received: the domain only sees values.
public final class Stages {
  private Stages() {}

  /// Answers the results of all, in order, or throws what the first one failed with.
  public static <T> List<T> await(List<? extends CompletionStage<T>> stages) {
    try {
      return stages.stream().map(stage -> stage.toCompletableFuture().join()).toList();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
