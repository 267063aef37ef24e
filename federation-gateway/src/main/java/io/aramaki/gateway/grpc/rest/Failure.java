package io.aramaki.gateway.grpc.rest;

import io.grpc.StatusRuntimeException;

/// A request is not answered as it was meant, and the person or machine is told why.
public final class Failure extends RuntimeException {
  private final transient RestError error;

  public Failure(RestError error) {
    super(error.message());
    this.error = error;
  }

  /// Translates the failure of an RPC.
  public static Failure of(StatusRuntimeException failure) {
    return new Failure(RestError.of(failure));
  }

  public Failure(int code, String status, String reason, String message) {
    this(RestError.of(code, status, reason, message));
  }

  /// Something that calls services.
  @FunctionalInterface
  public interface Attempt<T> {
    T run() throws InterruptedException;
  }

  /// Runs something, and translates the failure of an RPC in it.
  public static <T> T translating(Attempt<T> attempt) throws InterruptedException {
    try {
      return attempt.run();
    } catch (StatusRuntimeException e) {
      throw of(e);
    }
  }

  public RestError error() {
    return error;
  }
}
