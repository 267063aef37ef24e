package io.aramaki.kit.grpc.chain.outcome;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.function.BiFunction;

/// Catches what anybody behind it throws, or passes to `onError`, and ends the call with the mapped
/// error. Behind it every check may simply throw.
///
/// It also makes the call safe to be ended by somebody else than the endpoint: what is sent after
/// the end is dropped.
public final class ErrorBoundary implements ServerInterceptor {
  private final ErrorTranslation translation;

  public ErrorBoundary(ErrorTranslation translation) {
    this.translation = translation;
  }

  /// Answers a thrown error as it goes over the wire.
  public static WireError wire(StatusRuntimeException error) {
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

  /// A call that several threads may end: the endpoint, a failing check, or the one who cuts
  /// streams whose credentials are over. The first wins; what the endpoint sends later is dropped.
  public static final class GuardedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final BiFunction<Status, Metadata, WireError> translation;
    private final Object lock = new Object();
    private boolean ended;
    private volatile boolean cut;

    GuardedCall(ServerCall<Q, R> call, BiFunction<Status, Metadata, WireError> translation) {
      super(call);
      this.translation = translation;
    }

    @Override
    public void sendHeaders(Metadata headers) {
      synchronized (lock) {
        if (!ended) {
          super.sendHeaders(headers);
        }
      }
    }

    @Override
    public void sendMessage(R message) {
      synchronized (lock) {
        if (!ended) {
          super.sendMessage(message);
        }
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (status.isOk()) {
        end(new WireError(status, trailers));
      } else {
        end(translation.apply(status, trailers));
      }
    }

    /// Ends the call with an error that is ready for the wire.
    void end(WireError error) {
      synchronized (lock) {
        if (!ended) {
          ended = true;
          super.close(error.status(), error.trailers());
        }
      }
    }

    /// Ends the call from outside.
    public void cut(WireError error) {
      cut = true;
      end(error);
    }

    boolean wasCut() {
      return cut;
    }

    @Override
    public boolean isReady() {
      return !ended() && super.isReady();
    }

    private boolean ended() {
      synchronized (lock) {
        return ended;
      }
    }
  }
}
