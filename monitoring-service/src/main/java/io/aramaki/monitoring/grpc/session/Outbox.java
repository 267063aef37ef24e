package io.aramaki.monitoring.grpc.session;

import io.aramaki.agent.v1.ObserveResponse;
import io.aramaki.kit.grpc.StreamEnded;
import io.aramaki.kit.grpc.StreamSink;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is said to one agent: a bounded queue and a thread that waits for the agent, so that nobody
/// else has to. An agent that does not read what it is told loses its session.
final class Outbox {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);
  private static final Duration POLL = Duration.ofMillis(500);

  private final StreamSink<ObserveResponse> sink;
  private final BlockingQueue<ObserveResponse> queue;
  private volatile boolean ending;

  /// @param size how many messages may wait
  Outbox(StreamSink<ObserveResponse> sink, int size) {
    this.sink = sink;
    this.queue = new ArrayBlockingQueue<>(size);
  }

  void start() {
    Thread.ofVirtual().name("agent-outbox").start(this::run);
  }

  void send(ObserveResponse response) {
    if (!queue.offer(response) && !sink.isEnded()) {
      log.atWarn().log("an agent does not read its answers; its session ends");
      fail(
          new io.aramaki.monitoring.domain.MonitoringException.NotReady(
              "answers are not read; connect again"));
    }
  }

  /// Ends the stream after what was said has been sent.
  void end() {
    ending = true;
  }

  /// Ends the stream at once.
  void fail(Throwable why) {
    sink.fail(why);
  }

  boolean isOpen() {
    return !ending && !sink.isEnded();
  }

  private void run() {
    try {
      while (!sink.isEnded()) {
        ObserveResponse next = queue.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (next != null) {
          sink.send(next);
        } else if (ending) {
          sink.end();
        }
      }
    } catch (StreamEnded _) {
      // The agent is gone; it will ask again for what it did not hear.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
