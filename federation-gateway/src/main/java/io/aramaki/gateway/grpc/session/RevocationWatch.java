package io.aramaki.gateway.grpc.session;

import io.aramaki.gateway.domain.session.Revocations;
import io.aramaki.inventory.v1.AgentServiceGrpc;
import io.aramaki.inventory.v1.WatchRevocationsRequest;
import io.aramaki.inventory.v1.WatchRevocationsResponse;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.time.Backoff;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows inventory's stream of revocations. The last whole list is kept on disk, so that a
/// gateway that starts while inventory is away knows whom not to let in.
public final class RevocationWatch implements AutoCloseable {
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2));

  private static final Logger log = LoggerFactory.getLogger(RevocationWatch.class);

  private final Channel inventory;
  private final RevocationFile file;
  private final Runnable changed;
  private final Environment environment;
  private final Thread thread;
  private volatile Revocations revocations;
  private volatile boolean following;

  /// @param file where the list is kept
  /// @param changed told after each change
  public RevocationWatch(
      Channel inventory, RevocationFile file, Runnable changed, Environment environment) {
    this.inventory = inventory;
    this.file = file;
    this.changed = changed;
    this.environment = environment;
    this.revocations = file.read();
    this.thread = Thread.ofVirtual().name("revocation-watch").unstarted(this::run);
  }

  public RevocationWatch start() {
    thread.start();
    return this;
  }

  /// Answers what is known now.
  public Revocations revocations() {
    return revocations;
  }

  /// Tells whether the stream is open and its list is whole.
  public boolean isFollowing() {
    return following;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    int failures = 0;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        failures = follow() ? 0 : failures + 1;
        Thread.sleep(BACKOFF.delay(Math.max(1, failures), environment.random()));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Returns when the stream has ended; true if it was good for something.
  private boolean follow() throws InterruptedException {
    try {
      BlockingClientCall<WatchRevocationsRequest, WatchRevocationsResponse> call =
          ClientCalls.blockingV2ServerStreamingCall(
              inventory,
              AgentServiceGrpc.getWatchRevocationsMethod(),
              CallOptions.DEFAULT,
              WatchRevocationsRequest.getDefaultInstance());
      try {
        read(call);
      } finally {
        call.cancel("not followed any more", null);
      }
    } catch (StatusException | StatusRuntimeException e) {
      log.atDebug().addKeyValue("error", e.toString()).log("stream of revocations ended");
    }
    boolean good = following;
    following = false;
    return good;
  }

  private void read(BlockingClientCall<WatchRevocationsRequest, WatchRevocationsResponse> call)
      throws InterruptedException, StatusException {
    Revocations heard = Revocations.unknown();
    @Nullable WatchRevocationsResponse message = call.read();
    while (message != null) {
      heard =
          heard.with(
              message.getAgentsList(), message.getCertificatesSha256List(), message.getComplete());
      // What was known stays: a revocation is never taken back.
      take(revocations.with(heard.agents(), heard.certificates(), heard.known()));
      following = heard.known();
      message = call.read();
    }
  }

  private void take(Revocations next) {
    if (!next.equals(revocations)) {
      revocations = next;
      changed.run();
      if (next.known()) {
        file.write(next);
      }
    }
  }
}
