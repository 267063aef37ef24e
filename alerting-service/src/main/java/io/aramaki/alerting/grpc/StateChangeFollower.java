package io.aramaki.alerting.grpc;

import io.aramaki.alerting.domain.StateChange;
import io.aramaki.alerting.engine.Engine;
import io.aramaki.kit.telemetry.TraceContext;
import io.aramaki.kit.time.Backoff;
import io.aramaki.monitoring.v1.ListShardOwnersRequest;
import io.aramaki.monitoring.v1.OwnershipServiceGrpc;
import io.aramaki.monitoring.v1.StateChangeServiceGrpc;
import io.aramaki.monitoring.v1.WatchStateChangesRequest;
import io.grpc.Channel;
import io.grpc.Context;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the log of state changes on every live instance of monitoring. Where it stands is in the
/// book, and moves with the alerts in one write; what comes twice is dropped there.
public final class StateChangeFollower implements AutoCloseable {
  /// From one look at who is alive to the next.
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
  private static final Logger log = LoggerFactory.getLogger(StateChangeFollower.class);

  private final Channel any;
  private final Function<String, Channel> instances;
  private final Engine engine;
  private final Tracer tracer;
  private final RandomGenerator random;
  private final Map<String, Thread> followed = new ConcurrentHashMap<>();
  private final Thread looker;
  private volatile boolean closed;

  /// @param any reaches some instance of monitoring
  /// @param instances reaches the one at an address
  public StateChangeFollower(
      Channel any,
      Function<String, Channel> instances,
      Engine engine,
      Tracer tracer,
      RandomGenerator random) {
    this.any = any;
    this.instances = instances;
    this.engine = engine;
    this.tracer = tracer;
    this.random = random;
    this.looker = Thread.ofVirtual().name("state-changes").start(this::look);
  }

  private void look() {
    try {
      while (!closed) {
        if (engine.reigning()) {
          followAll();
        }
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void followAll() {
    try {
      OwnershipServiceGrpc.newBlockingStub(any)
          .withDeadlineAfter(LOOK.toMillis() * 3, TimeUnit.MILLISECONDS)
          .listShardOwners(ListShardOwnersRequest.getDefaultInstance())
          .getOwnersList()
          .stream()
          .map(owner -> owner.getAddress())
          .collect(Collectors.toSet())
          .forEach(address ->
              followed.computeIfAbsent(
                  address,
                  _ ->
                      Thread.ofVirtual()
                          .name("state-changes-" + address)
                          .start(() -> follow(address))));
    } catch (RuntimeException e) {
      log.atDebug().addKeyValue("error", e.toString()).log("monitoring does not say who is alive");
    }
  }

  private void follow(String address) {
    int failures = 0;
    try {
      while (!closed && engine.reigning() && failures < 10) {
        failures = watch(address) ? 0 : failures + 1;
        Thread.sleep(BACKOFF.delay(Math.max(1, failures), random));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      followed.remove(address);
    }
  }

  /// Watches one instance until its stream ends; true if it said something.
  private boolean watch(String address) {
    boolean heard = false;
    var context = Context.current().withCancellation();
    var previous = context.attach();
    try {
      var request = WatchStateChangesRequest.newBuilder().setConsumer("alerting");
      engine
          .read((_, book) -> book.cursors())
          .forEach((shard, seq) ->
              request.addCursors(
                  WatchStateChangesRequest.Cursor.newBuilder().setShard(shard).setSeq(seq)));
      var stream =
          StateChangeServiceGrpc.newBlockingStub(instances.apply(address))
              .watchStateChanges(request.build());
      while (!closed && stream.hasNext()) {
        var answer = stream.next();
        heard = true;
        var changes = answer.getChangesList().stream().map(StateChangeMapper::map).toList();
        if (!answer.getTruncated() && gap(changes)) {
          log.atWarn()
              .addKeyValue("instance", address)
              .log("state changes are missing in a stream; it is asked again");
          return true;
        }
        take(changes);
      }
    } catch (RuntimeException e) {
      log.atDebug()
          .addKeyValue("instance", address)
          .addKeyValue("error", e.toString())
          .log("the stream of state changes ended");
    } finally {
      context.detach(previous);
      context.cancel(null);
    }
    return heard;
  }

  private void take(List<StateChange> changes) {
    var spans =
        changes.stream()
            .filter(change -> change.hard() && !change.traceparent().isEmpty())
            .map(change ->
                tracer
                    .spanBuilder("alerting take state change")
                    .setParent(TraceContext.parent(change.traceparent()))
                    .startSpan())
            .toList();
    try (var _ =
        spans.isEmpty() ? Span.getInvalid().makeCurrent() : spans.getFirst().makeCurrent()) {
      engine.take(changes);
    } finally {
      spans.forEach(Span::end);
    }
  }

  private boolean gap(List<StateChange> changes) {
    var cursors = engine.read((_, book) -> book.cursors());
    var next = new java.util.HashMap<Integer, Long>(cursors);
    for (var change : changes) {
      long known = next.getOrDefault(change.shard(), 0L);
      if (change.seq() > known + 1) {
        return true;
      }
      next.put(change.shard(), Math.max(known, change.seq()));
    }
    return false;
  }

  @Override
  public void close() {
    closed = true;
    looker.interrupt();
    followed.values().forEach(Thread::interrupt);
  }
}
