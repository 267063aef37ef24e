package io.aramaki.inventory.grpc;

import io.aramaki.inventory.domain.Change;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.telemetry.TraceContext;

/// Says who makes the call that is being answered, and in which trace.
public final class Changes {
  private Changes() {}

  public static Change byCaller() {
    return new Change(Caller.current().name(), TraceContext.current().orElse(""));
  }
}
