package io.aramaki.inventory.grpc;

import io.aramaki.inventory.domain.Change;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.telemetry.TraceContext;

/// Who asks for a change.
final class Asked {
  private Asked() {}

  static Change now() {
    return new Change(Caller.current().name(), TraceContext.current().orElse(""));
  }
}
