package io.aramaki.kit.member;

import io.aramaki.inventory.v1.AgentServiceGrpc;
import io.aramaki.inventory.v1.WatchRevocationsRequest;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.grpc.access.RevokedCertificates;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.time.Backoff;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows inventory's stream of revoked certificates; what is known stays known while inventory is
/// away.
final class RevocationFollower implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RevocationFollower.class);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2));

  private final Channel inventory;
  private final RevokedCertificates revoked;
  private final Environment environment;
  private final Thread thread;
  private volatile boolean closed;

  RevocationFollower(Channel inventory, RevokedCertificates revoked, Environment environment) {
    this.inventory = inventory;
    this.revoked = revoked;
    this.environment = environment;
    this.thread = Thread.ofVirtual().name("revocations").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    int failures = 0;
    while (!closed) {
      try {
        failures = follow() ? 0 : failures + 1;
        Thread.sleep(BACKOFF.delay(Math.max(1, failures), environment.random()));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /// Returns when the stream ends, true if it said something.
  private boolean follow() {
    boolean heard = false;
    try {
      var stream =
          AgentServiceGrpc.newBlockingStub(inventory)
              .watchRevocations(WatchRevocationsRequest.getDefaultInstance());
      while (!closed && stream.hasNext()) {
        heard = true;
        revoked.add(stream.next().getCertificatesSha256List().stream().map(Sha256::new).toList());
      }
    } catch (StatusRuntimeException | IllegalArgumentException e) {
      if (!closed) {
        log.atDebug().addKeyValue("error", e.toString()).log("the stream of revocations ended");
      }
    }
    return heard;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
