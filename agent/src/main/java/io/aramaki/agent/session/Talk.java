package io.aramaki.agent.session;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One bidirectional stream, with flow control in both directions: one message at a time is taken,
/// and nothing is sent that the transport would have to keep.
///
/// Messages are handed to the receiver on the channel's threads, one after the other; sending is
/// the business of one thread of the agent.
final class Talk<Q, R> implements ClientResponseObserver<Q, R>, AutoCloseable {
  private final Consumer<R> receiver;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable ClientCallStreamObserver<Q> out;
  private boolean answered;
  private boolean signalled;
  private @Nullable String end;

  Talk(Consumer<R> receiver) {
    this.receiver = receiver;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> requestStream) {
    out = requestStream;
    requestStream.disableAutoRequestWithInitial(1);
    requestStream.setOnReadyHandler(this::signal);
  }

  @Override
  public void onNext(R message) {
    try {
      receiver.accept(message);
    } catch (RuntimeException e) {
      finish("the agent could not handle a message: " + e);
      out().cancel("cannot handle a message", e);
      return;
    }
    lock.lock();
    try {
      answered = true;
    } finally {
      lock.unlock();
    }
    signal();
    out().request(1);
  }

  @Override
  public void onError(Throwable cause) {
    finish(String.valueOf(cause.getMessage()));
  }

  @Override
  public void onCompleted() {
    finish("the server ended the session");
  }

  boolean isReady() {
    return out().isReady();
  }

  void send(Q message) throws SessionEnded {
    requireOpen();
    out().onNext(message);
  }

  void requireOpen() throws SessionEnded {
    lock.lock();
    try {
      if (end != null) {
        throw new SessionEnded(end, answered);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Ends the session for a reason of ours.
  SessionEnded giveUp(String reason) {
    lock.lock();
    try {
      return new SessionEnded(reason, answered);
    } finally {
      lock.unlock();
    }
  }

  boolean isAnswered() {
    lock.lock();
    try {
      return answered;
    } finally {
      lock.unlock();
    }
  }

  /// Wakes whoever waits, now or at its next wait.
  void signal() {
    lock.lock();
    try {
      signalled = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until something happens, or for so long.
  void await(long nanos) throws SessionEnded, InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (!signalled && left > 0) {
        left = changed.awaitNanos(left);
      }
      signalled = false;
      requireOpen();
    } finally {
      lock.unlock();
    }
  }

  /// Says that nothing more comes from us and waits a little for the other side.
  void complete(long nanos) throws InterruptedException {
    out().onCompleted();
    lock.lock();
    try {
      long left = nanos;
      while (end == null && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    boolean open;
    lock.lock();
    try {
      open = end == null;
    } finally {
      lock.unlock();
    }
    if (open) {
      out().cancel("the agent ends the session", null);
    }
  }

  private void finish(String reason) {
    lock.lock();
    try {
      end = end == null ? reason : end;
      signalled = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private ClientCallStreamObserver<Q> out() {
    @Nullable ClientCallStreamObserver<Q> stream = out;
    if (stream == null) {
      throw new IllegalStateException("the stream was not started");
    }
    return stream;
  }

  static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
