package io.aramaki.kit.grpc.chain;

import io.grpc.ForwardingServerCallListener;
import io.grpc.ServerCall;

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
