package io.aramaki.inventory.domain.run.agent;

import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.run.RunOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A connection that remembers what was sent on it.
public final class FakeConnection implements AgentConnection {
  private final long boot;
  private final Set<RunId> journalled = new HashSet<>();
  private final List<RunOrder> sent = new ArrayList<>();
  private final List<Duration> remaining = new ArrayList<>();
  private boolean settled = true;

  public FakeConnection(long boot) {
    this.boot = boot;
  }

  public FakeConnection unsettled() {
    settled = false;
    return this;
  }

  public FakeConnection journalled(RunId run) {
    journalled.add(run);
    return this;
  }

  @Override
  public long boot() {
    return boot;
  }

  @Override
  public boolean hasJournalled(RunId run) {
    return journalled.contains(run);
  }

  @Override
  public boolean wasSent(RunId run) {
    return sent.stream().anyMatch(order -> order.id().equals(run));
  }

  @Override
  public boolean isSettled() {
    return settled;
  }

  @Override
  public void send(RunOrder order, long toBoot, Duration left) {
    if (toBoot != boot) {
      throw new IllegalStateException("meant for boot " + toBoot + ", this is " + boot);
    }
    sent.add(order);
    remaining.add(left);
  }

  public List<RunOrder> sent() {
    return List.copyOf(sent);
  }

  public List<Duration> remaining() {
    return List.copyOf(remaining);
  }
}
