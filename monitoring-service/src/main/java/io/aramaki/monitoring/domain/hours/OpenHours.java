package io.aramaki.monitoring.domain.hours;

import java.time.Instant;
import java.util.List;

/// Which hours of the journal have rows that are in no chunk yet. Each instance that writes into an
/// hour says so again and again; a builder takes back only what it had read before it looked into
/// the journal.
public interface OpenHours {
  /// Says that an instance writes into an hour; returns after it is durable.
  void open(int shard, OpenHour hour);

  /// The open hours of a shard.
  List<OpenHour> of(int shard);

  /// The open hours of an agent.
  List<OpenHour> of(int shard, String agent);

  /// Takes back what was read, but nothing that was said later.
  void close(int shard, OpenHour hour);

  /// An hour into which an instance wrote.
  ///
  /// @param agent the agent
  /// @param hour since the epoch
  /// @param instance the instance that wrote
  /// @param time when it said so last, by its own clock
  record OpenHour(String agent, long hour, String instance, Instant time) {}
}
