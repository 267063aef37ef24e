package io.aramaki.inventory.domain.run;

import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Where runs are kept. Writes of a run are conditional, so of two that collide one is told.
public interface RunStore {
  Optional<Run> find(RunId id);

  /// Keeps a new run, findable by its action, by its time, and as open; answers false if it exists.
  boolean insert(Run run);

  /// Answers false, and changes nothing, unless the version before `next` is kept.
  boolean replace(Run next);

  /// Answers the marks of runs that may have something left to be done.
  List<OpenMark> open(int limit);

  /// Marks a run as having something left to be done from this version on; it is durable when this
  /// returns.
  void markOpen(Run run);

  /// Takes a mark away, because this version of the run has nothing left to be done. Does nothing
  /// if the run was marked for a newer version meanwhile.
  void markClosed(OpenMark mark, Run run);

  /// Answers the runs of an action, newest first, those after a position.
  List<Position> ofAction(ActionId action, Optional<Position> after, int limit);

  /// Answers all runs, newest first, those after a position.
  List<Position> all(Optional<Position> after, int limit);

  /// Binds a request to a run for 48 h; answers the request that was bound first.
  Request bind(Request request);

  /// A run that may have something left to be done. A run that was opened again on another day has
  /// two.
  ///
  /// @param day the day on which it was marked, counted from 1970
  record OpenMark(RunId run, int day) {}

  /// Where a run stands in a list.
  record Position(Instant createTime, RunId run) {}

  /// A request that may be repeated.
  ///
  /// @param requester who asked: a resource name
  /// @param requestId what the requester calls it
  /// @param digest tells requests of the same id apart
  /// @param run the run that it leads to
  record Request(String requester, String requestId, String digest, UUID run) {}
}
