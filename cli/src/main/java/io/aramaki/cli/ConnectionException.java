package io.aramaki.cli;

/// The connection file is missing or wrong; the message says what is expected.
public final class ConnectionException extends RuntimeException {
  ConnectionException(String message) {
    super(message);
  }
}
