package io.aramaki.inventory.grpc.control;

import io.aramaki.agent.v1.ControlResponse;
import io.aramaki.kit.grpc.StreamEnded;
import io.aramaki.kit.grpc.StreamSink;
import io.aramaki.kit.grpc.error.Errors;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// What is on its way to one agent, in order. Whoever sends never waits for the agent: one that
/// does not read loses its session when [#WAITING_MAX] messages wait, and not the time of others.
final class Outgoing {
  private static final int WAITING_MAX = 512;
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final StreamSink<ControlResponse> sink;
  private final BlockingQueue<ControlResponse> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final Thread writer;

  Outgoing(StreamSink<ControlResponse> sink, String name) {
    this.sink = sink;
    this.writer = Thread.ofVirtual().name("control-" + name).start(this::write);
  }

  void send(ControlResponse message) {
    if (!waiting.offer(message)) {
      fail(
          Errors.exhausted(
              "OVER_CAPACITY",
              "the agent does not read: " + WAITING_MAX + " messages wait for it",
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
        sink.send(waiting.take());
      }
    } catch (StreamEnded _) {
      // Nobody reads any more.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
