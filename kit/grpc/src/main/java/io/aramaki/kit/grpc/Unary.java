package io.aramaki.kit.grpc;

import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/// Answers a call that has one response: the endpoint returns a value or throws. What it throws is
/// mapped by the server.
public final class Unary {
  private Unary() {}

  /// Computes the answer and sends it.
  public static <T> void answer(StreamObserver<T> observer, Supplier<T> answer) {
    observer.onNext(answer.get());
    observer.onCompleted();
  }
}
