package io.aramaki.agent.spool;

/// The disk did something after which the spool cannot say any more what is on it. The process must
/// end; the next start reads what is really there.
public final class SpoolFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SpoolFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
