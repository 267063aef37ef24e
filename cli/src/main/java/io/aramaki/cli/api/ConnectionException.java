package io.aramaki.cli.api;

/// The connection file is missing or wrong; the message says what is expected.
public final class ConnectionException extends RuntimeException {
  ConnectionException(String message) {
    super(message);
  }
}
