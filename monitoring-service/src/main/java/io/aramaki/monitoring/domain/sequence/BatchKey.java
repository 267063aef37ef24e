package io.aramaki.monitoring.domain.sequence;

/// Names a batch of an agent.
///
/// @param boot 64 random bits drawn when the agent started
/// @param seq the position within the boot, from 1 without gaps
public record BatchKey(long boot, long seq) {
  @Override
  public String toString() {
    return Long.toHexString(boot) + "/" + seq;
  }
}
