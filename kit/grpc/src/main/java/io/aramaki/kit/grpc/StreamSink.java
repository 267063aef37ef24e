package io.aramaki.kit.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The sending side of a stream to a client. Sending waits while the client is slow, so a stream
/// holds one message and the transport's small buffer, however much there is to say. May be used by
/// several threads.
public final class StreamSink<T> {
  /// Readiness is announced by a callback of the call. A sender that runs in such a callback itself
  /// would wait for it in vain, hence it looks again after this time.
  private static final long LOOK_AGAIN_MS = 10;

  private final ServerCallStreamObserver<T> observer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean ended;

  StreamSink(ServerCallStreamObserver<T> observer) {
    this.observer = observer;
  }

  /// Sends a message, after waiting until the client can take it.
  ///
  /// @throws StreamEnded if the stream has ended or ends while waiting
  public void send(T message) {
    lock.lock();
    try {
      while (!ended && !observer.isReady()) {
        if (observer.isCancelled()) {
          ended = true;
        } else {
          boolean _ = changed.await(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
        }
      }
      if (ended) {
        throw new StreamEnded();
      }
      observer.onNext(message);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new StreamEnded();
    } finally {
      lock.unlock();
    }
  }

  /// Ends the stream well. Does nothing if it has ended.
  public void end() {
    lock.lock();
    try {
      if (!ended) {
        ended = true;
        observer.onCompleted();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Ends the stream with an error, which the server maps like a thrown one. Does nothing if it has
  /// ended.
  public void fail(Throwable error) {
    lock.lock();
    try {
      if (!ended) {
        ended = true;
        observer.onError(error);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Tells whether nothing can be sent any more.
  public boolean isEnded() {
    lock.lock();
    try {
      return ended || observer.isCancelled();
    } finally {
      lock.unlock();
    }
  }

  void readyAgain() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void readerGone() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
