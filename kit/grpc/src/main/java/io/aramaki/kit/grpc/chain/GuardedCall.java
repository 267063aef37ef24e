package io.aramaki.kit.grpc.chain;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.function.BiFunction;

/// A call that several threads may end: the endpoint, a failing check, or the one who cuts streams
/// whose credentials are over. The first wins; what the endpoint sends later is dropped.
final class GuardedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
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
  void cut(WireError error) {
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
