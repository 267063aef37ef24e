package io.aramaki.gateway.grpc.live;

import io.aramaki.gateway.domain.live.LiveUpdates;
import io.aramaki.gateway.domain.live.Update;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.time.Backoff;
import io.aramaki.monitoring.v1.TimelineServiceGrpc;
import io.aramaki.monitoring.v1.WatchEventsRequest;
import io.aramaki.monitoring.v1.WatchEventsResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the timelines on every live instance of monitoring and spreads what happens to the open
/// pages.
public final class EventFeed implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(5));

  private static final Logger log = LoggerFactory.getLogger(EventFeed.class);

  private final Supplier<Set<String>> instances;
  private final Function<String, Connection> connect;
  private final LiveUpdates updates;
  private final Environment environment;
  private final Map<String, Thread> watchers = new HashMap<>();
  private final Thread thread;

  /// A channel to one instance.
  ///
  /// @param close ends it
  public record Connection(Channel channel, Runnable close) {}

  /// @param instances the addresses of the instances that live now
  /// @param connect opens a channel to one of them
  public EventFeed(
      Supplier<Set<String>> instances,
      Function<String, Connection> connect,
      LiveUpdates updates,
      Environment environment) {
    this.instances = instances;
    this.connect = connect;
    this.updates = updates;
    this.environment = environment;
    this.thread = Thread.ofVirtual().name("event-feed").unstarted(this::run);
  }

  public EventFeed start() {
    thread.start();
    return this;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  /// Keeps one watcher for each instance.
  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Set<String> live = instances.get();
        watchers
            .entrySet()
            .removeIf(watcher -> {
              boolean gone = !live.contains(watcher.getKey());
              if (gone) {
                watcher.getValue().interrupt();
              }
              return gone;
            });
        for (String address : live) {
          watchers.computeIfAbsent(
              address,
              _ -> Thread.ofVirtual().name("event-watch").start(() -> watchAgain(address)));
        }
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      watchers.values().forEach(Thread::interrupt);
    }
  }

  private void watchAgain(String address) {
    Connection connection = connect.apply(address);
    int failures = 0;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        failures = watch(connection.channel()) ? 1 : failures + 1;
        Thread.sleep(BACKOFF.delay(failures, environment.random()));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      connection.close().run();
    }
  }

  /// Returns when the stream has ended; true if it said something.
  private boolean watch(Channel channel) throws InterruptedException {
    boolean heard = false;
    try {
      BlockingClientCall<WatchEventsRequest, WatchEventsResponse> call =
          ClientCalls.blockingV2ServerStreamingCall(
              channel,
              TimelineServiceGrpc.getWatchEventsMethod(),
              CallOptions.DEFAULT,
              WatchEventsRequest.getDefaultInstance());
      try {
        @Nullable WatchEventsResponse message = call.read();
        while (message != null) {
          heard = true;
          spread(message);
          message = call.read();
        }
      } finally {
        call.cancel("not watched any more", null);
      }
    } catch (StatusException | StatusRuntimeException e) {
      log.atDebug().addKeyValue("error", e.toString()).log("stream of events ended");
    }
    if (heard) {
      // What happens until the stream is there again is not heard.
      updates.lost();
    }
    return heard;
  }

  private void spread(WatchEventsResponse message) {
    if (message.getLost() > 0) {
      updates.lost();
    }
    message
        .getEventsList()
        .forEach(event ->
            updates.publish(
                new Update(
                    event.getSystem(),
                    event.getKind().name().toLowerCase(Locale.ROOT).replace('_', '-'))));
  }
}
