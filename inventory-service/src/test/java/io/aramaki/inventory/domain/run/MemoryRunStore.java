package io.aramaki.inventory.domain.run;

import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.VersionedMap;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps runs in memory.
public final class MemoryRunStore implements RunStore {
  private static final Comparator<Position> NEWEST_FIRST =
      Comparator.comparing(Position::createTime)
          .thenComparing(position -> position.run().value())
          .reversed();

  private final VersionedMap<Run> runs = new VersionedMap<>();
  private final Map<RunId, Long> open = new LinkedHashMap<>();
  private final Map<List<String>, Request> requests = new HashMap<>();

  @Override
  public Optional<Run> find(RunId id) {
    return runs.find(id.value().toString()).filter(run -> run.id().equals(id));
  }

  @Override
  public synchronized boolean insert(Run run) {
    markOpen(run);
    return runs.insert(run.id().value().toString(), run);
  }

  @Override
  public boolean replace(Run next) {
    return runs.replace(
        next.id().value().toString(), next, kept -> kept.version() == next.version() - 1);
  }

  @Override
  public synchronized List<OpenMark> open(int limit) {
    return open.keySet().stream().limit(limit).map(run -> new OpenMark(run, 0)).toList();
  }

  @Override
  public synchronized void markOpen(Run run) {
    open.merge(run.id(), run.version(), Math::max);
  }

  @Override
  public synchronized void markClosed(OpenMark mark, Run run) {
    open.computeIfPresent(run.id(), (_, marked) -> marked > run.version() ? marked : null);
  }

  @Override
  public List<Position> ofAction(ActionId action, Optional<Position> after, int limit) {
    return list(after, Integer.MAX_VALUE).stream()
        .filter(position -> position.run().action().equals(action))
        .limit(limit)
        .toList();
  }

  @Override
  public List<Position> all(Optional<Position> after, int limit) {
    return list(after, limit);
  }

  @Override
  public synchronized Request bind(Request request) {
    Request bound =
        requests.putIfAbsent(List.of(request.requester(), request.requestId()), request);
    return bound == null ? request : bound;
  }

  private List<Position> list(Optional<Position> after, int limit) {
    return runs.all().stream()
        .map(run -> new Position(run.order().createTime(), run.id()))
        .sorted(NEWEST_FIRST)
        .filter(position -> after.map(at -> NEWEST_FIRST.compare(position, at) > 0).orElse(true))
        .limit(limit)
        .toList();
  }
}
