package io.aramaki.agent.session;

import io.aramaki.agent.spool.Spool;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/// What all observation sessions of a process share.
///
/// @param version the version of the agent
/// @param ackTimeout after which a session without an acknowledgement is given up
/// @param startNanos when the agent was started, on the monotonic clock
/// @param acknowledgement is called after each acknowledgement
record ObserveContext(
    Spool spool,
    ObservationBuffer buffer,
    Held held,
    Quarantine quarantine,
    String version,
    Duration ackTimeout,
    Clock clock,
    LongSupplier nanoTime,
    long startNanos,
    Runnable acknowledgement) {
  void acknowledged() {
    acknowledgement.run();
  }
}
