package io.aramaki.kit.grpc.chain;

import io.aramaki.kit.grpc.access.MethodAccess;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import org.jspecify.annotations.Nullable;

/// Decides once per call, before the endpoint runs. That moment is the request, where a call has
/// one: the endpoint is entered behind it. With a stream of requests the endpoint is entered at
/// once, so the decision falls at the start, without a request.
@FunctionalInterface
interface Gate {
  /// Throws to refuse the call.
  ///
  /// @param request the only request; null where there is a stream of them
  void admit(@Nullable Object request);

  /// Starts a call behind a gate.
  static <Q, R> ServerCall.Listener<Q> start(
      Gate gate,
      MethodAccess access,
      ServerCall<Q, R> call,
      Metadata headers,
      ServerCallHandler<Q, R> next) {
    if (access.manyRequests()) {
      gate.admit(null);
      return next.startCall(call, headers);
    }
    return new EachRequest<>(next.startCall(call, headers)) {
      @Override
      protected Q check(Q request) {
        gate.admit(request);
        return request;
      }
    };
  }

  /// Looks at each request before those behind it see it. What it throws ends the call; the error
  /// boundary in front of it sees to that.
  abstract class EachRequest<Q> extends ForwardingServerCallListener<Q> {
    private final ServerCall.Listener<Q> delegate;

    EachRequest(ServerCall.Listener<Q> delegate) {
      this.delegate = delegate;
    }

    /// Answers the request to pass on, or throws to refuse.
    protected abstract Q check(Q request);

    @Override
    protected ServerCall.Listener<Q> delegate() {
      return delegate;
    }

    @Override
    public void onMessage(Q request) {
      super.onMessage(check(request));
    }
  }
}
