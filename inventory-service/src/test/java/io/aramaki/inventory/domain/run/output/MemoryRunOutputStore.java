package io.aramaki.inventory.domain.run.output;

import io.aramaki.inventory.domain.RunId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Keeps output in memory.
public final class MemoryRunOutputStore implements RunOutputStore {
  private final Map<RunId, NavigableMap<Long, Chunk>> chunks = new HashMap<>();

  @Override
  public synchronized void append(RunId run, Chunk chunk) {
    of(run).put(chunk.offset(), chunk);
  }

  @Override
  public synchronized List<Chunk> read(RunId run, long fromOffset, int limit) {
    return of(run).tailMap(fromOffset, true).values().stream().limit(limit).toList();
  }

  @Override
  public synchronized void forget(RunId run, long fromOffset, long toOffset) {
    of(run).subMap(fromOffset, true, toOffset, false).clear();
  }

  private NavigableMap<Long, Chunk> of(RunId run) {
    return chunks.computeIfAbsent(run, _ -> new TreeMap<>());
  }
}
