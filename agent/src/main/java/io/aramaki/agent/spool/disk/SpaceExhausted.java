package io.aramaki.agent.spool.disk;

import java.io.IOException;

/// The disk, or the quota, has no room. Unlike every other failure of a disk it is one to live
/// with.
public final class SpaceExhausted extends IOException {
  private static final long serialVersionUID = 1L;

  public SpaceExhausted(String message, Throwable cause) {
    super(message, cause);
  }

  public SpaceExhausted(String message) {
    super(message);
  }
}
