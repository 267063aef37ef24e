package io.aramaki.alerting.grpc;

import io.aramaki.alerting.domain.StateChange;
import io.aramaki.alerting.engine.Engine;
import io.aramaki.alerting.engine.NotReigning;
import io.aramaki.kit.grpc.client.ClientChannel;
import io.aramaki.kit.telemetry.TraceContext;
import io.aramaki.kit.time.Backoff;
import io.aramaki.monitoring.v1.ListShardOwnersRequest;
import io.aramaki.monitoring.v1.OwnershipServiceGrpc;
import io.aramaki.monitoring.v1.StateChangeServiceGrpc;
import io.aramaki.monitoring.v1.WatchStateChangesRequest;
import io.aramaki.monitoring.v1.WatchStateChangesResponse;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the log of state changes on every live instance of monitoring. Where it stands is in the
/// book, and moves with the alerts in one write; what comes twice is dropped there.
public final class StateChangeFollower implements AutoCloseable {
  /// From one look at who is alive to the next.
  private static final Duration LOOK = Duration.ofSeconds(1);

  /// After so many failures in a row an instance is left until it is found alive again.
  private static final int FAILURES_MAX = 10;

  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
  private static final Logger log = LoggerFactory.getLogger(StateChangeFollower.class);

  private final Channel any;
  private final Function<String, ClientChannel> instances;
  private final Engine engine;
  private final Tracer tracer;
  private final RandomGenerator random;
  private final Map<String, Thread> followed = new ConcurrentHashMap<>();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicReference<@Nullable Instant> lastTaken = new AtomicReference<>();
  private final Thread looker;
  private volatile boolean closed;

  /// @param any reaches some instance of monitoring
  /// @param instances opens a channel to the one at an address
  public StateChangeFollower(
      Channel any,
      Function<String, ClientChannel> instances,
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

  /// How many state changes were taken since the start.
  public long taken() {
    return taken.get();
  }

  /// When the newest was taken.
  public Optional<Instant> lastTaken() {
    return Optional.ofNullable(lastTaken.get());
  }

  /// How many instances are followed.
  public int streams() {
    return followed.size();
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
          .forEach(this::start);
    } catch (RuntimeException e) {
      log.atDebug().addKeyValue("error", e.toString()).log("monitoring does not say who is alive");
    }
  }

  private void start(String address) {
    followed.computeIfAbsent(
        address,
        _ -> Thread.ofVirtual().name("state-changes-" + address).start(() -> follow(address)));
  }

  private void follow(String address) {
    int failures = 0;
    try (var channel = instances.apply(address)) {
      while (!closed && engine.reigning() && failures < FAILURES_MAX) {
        failures = watch(channel, address) ? 0 : failures + 1;
        Thread.sleep(BACKOFF.delay(Math.max(1, failures), random));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      followed.remove(address);
    }
  }

  /// Watches one instance until its stream ends; true if it said something.
  private boolean watch(Channel channel, String address) {
    boolean heard = false;
    var context = Context.current().withCancellation();
    var previous = context.attach();
    try {
      var stream = StateChangeServiceGrpc.newBlockingStub(channel).watchStateChanges(request());
      while (!closed && stream.hasNext()) {
        heard = true;
        take(stream.next(), address);
      }
    } catch (StatusRuntimeException e) {
      report(address, e);
    } catch (NotReigning | Gap e) {
      log.atInfo()
          .addKeyValue("instance", address)
          .addKeyValue("reason", String.valueOf(e.getMessage()))
          .log("a stream of state changes is left");
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("instance", address)
          .addKeyValue("error", e.toString())
          .log("state changes cannot be taken; they are asked for again");
      heard = false;
    } finally {
      context.detach(previous);
      context.cancel(null);
    }
    return heard;
  }

  private static void report(String address, StatusRuntimeException e) {
    // A cursor that monitoring does not know: one of the two was restored from a backup.
    var level = e.getStatus().getCode() == Status.Code.OUT_OF_RANGE ? log.atError() : log.atDebug();
    level
        .addKeyValue("instance", address)
        .addKeyValue("error", e.toString())
        .log("the stream of state changes ended");
  }

  private WatchStateChangesRequest request() {
    var request = WatchStateChangesRequest.newBuilder().setConsumer("alerting");
    engine
        .read((_, book) -> book.cursors())
        .forEach((shard, seq) ->
            request.addCursors(
                WatchStateChangesRequest.Cursor.newBuilder().setShard(shard).setSeq(seq)));
    return request.build();
  }

  private void take(WatchStateChangesResponse answer, String address) {
    var changes = answer.getChangesList().stream().map(StateChangeMapper::map).toList();
    if (answer.getTruncated()) {
      log.atWarn()
          .addKeyValue("instance", address)
          .log("state changes have expired before they were read: alerts may be missing");
    } else {
      requireNoGap(changes);
    }
    var spans =
        changes.stream()
            .filter(change -> change.hard() && !change.traceparent().isEmpty())
            .map(this::span)
            .toList();
    try (var _ =
        spans.isEmpty() ? Span.getInvalid().makeCurrent() : spans.getFirst().makeCurrent()) {
      engine.take(changes);
      taken.addAndGet(changes.size());
      lastTaken.set(engine.now());
    } finally {
      spans.forEach(Span::end);
    }
  }

  private Span span(StateChange change) {
    return tracer
        .spanBuilder("alerting take state change")
        .setParent(TraceContext.parent(change.traceparent()))
        .startSpan();
  }

  /// Changes of a shard come without gaps; the stream of an instance that lost the shard in between
  /// may have one.
  private void requireNoGap(List<StateChange> changes) {
    var next = new HashMap<>(engine.read((_, book) -> book.cursors()));
    for (var change : changes) {
      long known = next.getOrDefault(change.shard(), 0L);
      if (change.seq() > known + 1) {
        throw new Gap(change, known);
      }
      next.put(change.shard(), Math.max(known, change.seq()));
    }
  }

  /// Changes are missing.
  private static final class Gap extends RuntimeException {
    Gap(StateChange change, long known) {
      super("shard %d goes on with %d after %d".formatted(change.shard(), change.seq(), known));
    }
  }

  @Override
  public void close() {
    closed = true;
    looker.interrupt();
    followed.values().forEach(Thread::interrupt);
  }
}
