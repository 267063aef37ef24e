package io.aramaki.inventory.domain.agent;

import java.util.ArrayList;
import java.util.List;

/// Keeps the revocation log in memory.
public final class MemoryRevocationStore implements RevocationStore {
  private final List<Revocation> log = new ArrayList<>();

  @Override
  public synchronized List<Revocation> after(long seq, int limit) {
    return log.stream().filter(revocation -> revocation.seq() > seq).limit(limit).toList();
  }

  @Override
  public synchronized boolean append(Revocation revocation) {
    return revocation.seq() == log.size() + 1L && log.add(revocation);
  }
}
