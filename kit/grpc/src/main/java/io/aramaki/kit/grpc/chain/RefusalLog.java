package io.aramaki.kit.grpc.chain;

import io.aramaki.kit.grpc.access.AccessReason;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down why callers are refused, which they are not told, but no more than [#PER_SECOND]
/// lines: a stranger who knocks a thousand times a second must not fill our disk.
final class RefusalLog {
  static final int PER_SECOND = 20;

  private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);

  private final Clock clock;
  private long second;
  private int written;
  private int dropped;

  RefusalLog(Clock clock) {
    this.clock = clock;
  }

  synchronized void refused(AccessReason reason, String why) {
    long now = clock.instant().getEpochSecond();
    if (now != second) {
      if (dropped > 0) {
        log.atWarn().addKeyValue("dropped", dropped).log("more callers were refused than written");
      }
      second = now;
      written = 0;
      dropped = 0;
    }
    if (written == PER_SECOND) {
      dropped++;
      return;
    }
    written++;
    log.atInfo().addKeyValue("reason", reason).addKeyValue("why", why).log("caller refused");
  }
}
