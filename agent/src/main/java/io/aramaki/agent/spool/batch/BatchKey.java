package io.aramaki.agent.spool.batch;

/// Which batch: the boot of the agent and the position within that boot, from 1.
public record BatchKey(long boot, long seq) {
  @Override
  public String toString() {
    return Long.toHexString(boot) + "/" + seq;
  }
}
