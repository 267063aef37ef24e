package io.aramaki.agent.app;

import io.aramaki.agent.session.Enrolment;
import io.aramaki.agent.session.Gateways;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.security.tls.KeyMaterial;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.kit.time.Backoff;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks for another certificate before the present one ends, again and again until it has one. Once
/// it ended, only an operator can help, by enrolling the agent again: that is noticed, too.
final class Renewal implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Renewal.class);
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(10));

  /// Even if the certificate lives for years: a clock that was wrong when it was read gets right.
  private static final Duration LOOK_AGAIN = Duration.ofHours(1);

  private final TlsIdentity identity;
  private final Enrolment enrolment;
  private final Gateways gateways;
  private final Environment environment;

  Renewal(TlsIdentity identity, Enrolment enrolment, Gateways gateways, Environment environment) {
    this.identity = identity;
    this.enrolment = enrolment;
    this.gateways = gateways;
    this.environment = environment;
  }

  @Override
  public void run() {
    int failures = 0;
    try {
      while (true) {
        Duration wait =
            failures > 0
                ? BACKOFF.delay(failures, environment.random())
                : Duration.between(environment.clock().instant(), identity.renewTime());
        Thread.sleep(wait.isNegative() ? Duration.ZERO : min(wait, LOOK_AGAIN));
        if (!environment.clock().instant().isBefore(identity.renewTime())) {
          failures = renew() ? 0 : failures + 1;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean renew() {
    try {
      if (identity.isExpired() && identity.reload()) {
        gateways.renew();
        log.atInfo().addKeyValue("expires", identity.expireTime()).log("agent was enrolled again");
        return true;
      }
      KeyMaterial next = enrolment.renew(gateways, identity.identity().org());
      identity.replace(next);
      gateways.renew();
      log.atInfo().addKeyValue("expires", next.expireTime()).log("certificate renewed");
      return true;
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("expires", identity.expireTime())
          .addKeyValue("reason", e)
          .log("certificate not renewed");
      return false;
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
