package io.aramaki.inventory.grpc.control;

import io.aramaki.agent.v1.ControlResponse;
import io.aramaki.kit.grpc.StreamEnded;
import io.aramaki.kit.grpc.StreamSink;
import io.aramaki.kit.grpc.error.Errors;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/// What is on its way to one agent, in order. Whoever sends never waits for the agent: one that
/// does not read loses its session when [#WAITING_MAX] messages or [#BYTES_MAX] bytes wait, and not
/// the time of others.
final class Outgoing {
  private static final int WAITING_MAX = 512;
  private static final long BYTES_MAX = 16 * 1024 * 1024;
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final StreamSink<ControlResponse> sink;
  private final BlockingQueue<ControlResponse> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final AtomicLong bytes = new AtomicLong();
  private final Thread writer;

  Outgoing(StreamSink<ControlResponse> sink, String name) {
    this.sink = sink;
    this.writer = Thread.ofVirtual().name("control-" + name).start(this::write);
  }

  void send(ControlResponse message) {
    long next = bytes.addAndGet(message.getSerializedSize());
    if (next > BYTES_MAX || !waiting.offer(message)) {
      fail(
          Errors.exhausted(
              "OVER_CAPACITY",
              "the agent does not read: %d messages of %d bytes wait for it"
                  .formatted(waiting.size(), next),
              RETRY));
    }
  }

  void fail(Throwable error) {
    sink.fail(error);
    writer.interrupt();
  }

  void end() {
    sink.end();
    writer.interrupt();
  }

  boolean hasEnded() {
    return sink.isEnded();
  }

  private void write() {
    try {
      while (!sink.isEnded()) {
        ControlResponse message = waiting.take();
        sink.send(message);
        var _ = bytes.addAndGet(-message.getSerializedSize());
      }
    } catch (StreamEnded _) {
      // Nobody reads any more.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
