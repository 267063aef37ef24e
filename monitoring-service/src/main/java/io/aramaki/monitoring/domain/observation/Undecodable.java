package io.aramaki.monitoring.domain.observation;

import org.jspecify.annotations.Nullable;

/// A content of which nothing can be read.
public final class Undecodable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Undecodable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
