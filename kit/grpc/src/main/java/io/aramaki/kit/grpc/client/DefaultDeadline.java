package io.aramaki.kit.grpc.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Gives a unary call that has no deadline one, so that no thread waits for ever. A stream lives as
/// long as it is wanted; keep-alive notices when the other side is gone.
final class DefaultDeadline implements ClientInterceptor {
  private final Duration unary;

  DefaultDeadline(Duration unary) {
    this.unary = unary;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    boolean bound =
        options.getDeadline() == null && method.getType() == MethodDescriptor.MethodType.UNARY;
    return next.newCall(
        method,
        bound ? options.withDeadlineAfter(unary.toMillis(), TimeUnit.MILLISECONDS) : options);
  }
}
