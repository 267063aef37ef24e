package io.aramaki.alerting.engine;

import io.aramaki.kit.app.Unavailable;

/// Another instance owns the alerts now, or none does for a moment.
public final class NotReigning extends RuntimeException implements Unavailable {
  NotReigning() {
    super("this instance does not own the alerts at the moment");
  }
}
