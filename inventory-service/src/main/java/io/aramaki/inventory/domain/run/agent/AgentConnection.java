package io.aramaki.inventory.domain.run.agent;

import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.run.RunOrder;
import java.time.Duration;

/// One agent's connection to this instance.
public interface AgentConnection {
  /// The agent's boot.
  long boot();

  /// Tells whether the agent said that its journal has the run without an end.
  boolean hasJournalled(RunId run);

  /// Tells whether the run was sent on this connection.
  boolean wasSent(RunId run);

  /// Tells whether the connection is old enough for the agent to have reported what it had to.
  boolean isSettled();

  /// Sends a run. Whether it arrives is only known from the agent's answer.
  void send(RunOrder order, long boot, Duration remaining);
}
