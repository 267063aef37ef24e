package io.aramaki.kit.grpc;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Answers a call with a stream of responses, written as straight-line code that blocks.
public final class ServerStreams {
  private ServerStreams() {}

  /// Writes a stream.
  @FunctionalInterface
  public interface Producer<T> {
    /// Sends all there is. Returning ends the stream well, throwing ends it with the mapped error.
    /// The thread is interrupted when the reader is gone or the stream is cut.
    void run(StreamSink<T> sink) throws InterruptedException;
  }

  /// Runs a producer on a virtual thread of its own, with the caller and the trace of this call,
  /// and returns at once. Must be called before the endpoint's method returns.
  public static <T> void serve(StreamObserver<T> observer, Producer<T> producer) {
    var call = (ServerCallStreamObserver<T>) observer;
    var sink = new StreamSink<>(call);
    var thread = new AtomicReference<@Nullable Thread>();
    call.setOnReadyHandler(sink::readyAgain);
    call.setOnCancelHandler(() -> {
      sink.readerGone();
      Thread running = thread.get();
      if (running != null) {
        running.interrupt();
      }
    });
    Runnable work =
        io.opentelemetry.context.Context.current()
            .wrap(Context.current().wrap(() -> produce(sink, producer)));
    Thread running = Thread.ofVirtual().name("grpc-stream").unstarted(work);
    thread.set(running);
    running.start();
  }

  /// Answers the sending side of a stream whose requests come by an observer, as in a bidirectional
  /// call. Must be called before the endpoint's method returns; the call's readiness and
  /// cancellation belong to the sink from then on.
  public static <T> StreamSink<T> sink(StreamObserver<T> observer) {
    var call = (ServerCallStreamObserver<T>) observer;
    var sink = new StreamSink<>(call);
    call.setOnReadyHandler(sink::readyAgain);
    call.setOnCancelHandler(sink::readerGone);
    return sink;
  }

  private static <T> void produce(StreamSink<T> sink, Producer<T> producer) {
    try {
      producer.run(sink);
      sink.end();
    } catch (StreamEnded _) {
      // Nobody is there to be told.
    } catch (InterruptedException e) {
      sink.fail(e);
    } catch (RuntimeException | Error e) {
      sink.fail(e);
    }
  }
}
