package io.aramaki.kit.app;

/// What the operator gave the process does not work: a file, a key, a command line option. The
/// message is complete by itself, since it is all that the operator sees (exit code 2, no stack
/// trace).
public class BadConfiguration extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadConfiguration(String message) {
    super(message);
  }

  public BadConfiguration(String message, Throwable cause) {
    super(message, cause);
  }
}
