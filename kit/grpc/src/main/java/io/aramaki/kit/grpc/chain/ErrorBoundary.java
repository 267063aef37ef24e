package io.aramaki.kit.grpc.chain;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;

/// Catches what anybody behind it throws, or passes to `onError`, and ends the call with the mapped
/// error. Behind it every check may simply throw.
///
/// It also makes the call safe to be ended by somebody else than the endpoint: what is sent after
/// the end is dropped.
final class ErrorBoundary implements ServerInterceptor {
  private final ErrorTranslation translation;

  ErrorBoundary(ErrorTranslation translation) {
    this.translation = translation;
  }

  static WireError wire(StatusRuntimeException error) {
    Metadata trailers = error.getTrailers();
    return new WireError(error.getStatus(), trailers == null ? new Metadata() : trailers);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String method = call.getMethodDescriptor().getFullMethodName();
    var guarded =
        new GuardedCall<>(
            call,
            (status, trailers) -> translation.translate(method, new WireError(status, trailers)));
    try {
      return new Guarded<>(next.startCall(guarded, headers), guarded, method);
    } catch (RuntimeException | Error e) {
      guarded.end(translation.translate(method, e));
      return new ServerCall.Listener<>() {};
    }
  }

  /// Once a callback has thrown, the endpoint hears no more requests, and in the end that the call
  /// was cancelled, so that it can clean up.
  private final class Guarded<Q> extends SimpleForwardingServerCallListener<Q> {
    private final GuardedCall<?, ?> call;
    private final String method;
    private boolean failed;

    Guarded(ServerCall.Listener<Q> delegate, GuardedCall<?, ?> call, String method) {
      super(delegate);
      this.call = call;
      this.method = method;
    }

    private void run(Runnable callback) {
      if (failed) {
        return;
      }
      try {
        callback.run();
      } catch (RuntimeException | Error e) {
        failed = true;
        call.end(translation.translate(method, e));
      }
    }

    @Override
    public void onMessage(Q message) {
      run(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      run(super::onHalfClose);
    }

    @Override
    public void onReady() {
      run(super::onReady);
    }

    @Override
    public void onComplete() {
      if (failed || call.wasCut()) {
        onCancel();
      } else {
        run(super::onComplete);
      }
    }

    @Override
    public void onCancel() {
      failed = false;
      run(super::onCancel);
    }
  }
}
