package io.aramaki.agent.app;

import io.aramaki.agent.session.ObservationBuffer;
import io.aramaki.agent.spool.Spool;

/// Says on the system's timeline that the agent's disk is full, and that it is not any more.
final class DiskAlarm {
  private final Spool spool;
  private final ObservationBuffer buffer;
  private boolean full;

  DiskAlarm(Spool spool, ObservationBuffer buffer) {
    this.spool = spool;
    this.buffer = buffer;
  }

  void look() {
    boolean now = spool.figures().diskFull();
    if (now != full) {
      full = now;
      buffer.event(
          now ? "agent.disk-full" : "agent.disk-recovered",
          now
              ? "the agent's disk is full: metrics are dropped, check results go on in the reserve"
              : "the agent's disk has room again");
    }
  }
}
