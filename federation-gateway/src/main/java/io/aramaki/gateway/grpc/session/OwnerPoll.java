package io.aramaki.gateway.grpc.session;

import io.aramaki.gateway.domain.session.ShardOwner;
import io.aramaki.gateway.domain.session.ShardOwners;
import io.aramaki.monitoring.v1.ListShardOwnersRequest;
import io.aramaki.monitoring.v1.ListShardOwnersResponse;
import io.aramaki.monitoring.v1.OwnershipServiceGrpc;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks monitoring every second who owns which shard, another instance each time. What is known
/// stays known while monitoring does not answer.
public final class OwnerPoll implements AutoCloseable {
  static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  private static final Logger log = LoggerFactory.getLogger(OwnerPoll.class);

  private final Channel monitoring;
  private final Runnable changed;
  private final Thread thread;
  private volatile ShardOwners owners = ShardOwners.none();
  private volatile boolean answered;

  /// @param changed told after each answer that says something new
  public OwnerPoll(Channel monitoring, Runnable changed) {
    this.monitoring = monitoring;
    this.changed = changed;
    this.thread = Thread.ofVirtual().name("owner-poll").unstarted(this::run);
  }

  public OwnerPoll start() {
    thread.start();
    return this;
  }

  /// Answers what is known now.
  public ShardOwners owners() {
    return owners;
  }

  /// Tells whether the last question was answered.
  public boolean isAnswered() {
    return answered;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      ask();
      try {
        Thread.sleep(INTERVAL);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void ask() {
    try {
      take(
          OwnershipServiceGrpc.newBlockingStub(monitoring)
              .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
              .listShardOwners(ListShardOwnersRequest.getDefaultInstance()));
      if (!answered) {
        answered = true;
        log.atInfo().addKeyValue("shards", owners.owned()).log("monitoring says who owns agents");
      }
    } catch (StatusRuntimeException e) {
      if (answered && !Thread.currentThread().isInterrupted()) {
        log.atWarn()
            .addKeyValue("status", e.getStatus().getCode())
            .log("monitoring does not say who owns agents; the last answer counts");
      }
      answered = false;
    }
  }

  private void take(ListShardOwnersResponse answer) {
    Map<Integer, ShardOwner> heard = new HashMap<>();
    answer
        .getOwnersList()
        .forEach(owner ->
            heard.put(
                owner.getShard(),
                new ShardOwner(owner.getInstance(), owner.getAddress(), owner.getEpoch())));
    ShardOwners before = owners;
    owners = before.merge(answer.getShardCount(), heard);
    if (!owners.equals(before)) {
      changed.run();
    }
  }
}
