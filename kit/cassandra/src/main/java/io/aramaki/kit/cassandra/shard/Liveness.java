package io.aramaki.kit.cassandra.shard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Judges who is alive from heartbeats read again and again: whoever's counter has not changed for
/// a while is dead, and at once whose host says that nobody listens there. That may be wrong
/// without harm: who is taken for dead cannot write any more, and lives again with its next
/// heartbeat.
///
/// Only the observer's monotonic clock counts, and only time in which it really observed: after a
/// pause of its own, or an outage of the store, the others first get the chance to be seen again. A
/// missing row counts as an unchanged one. Of two incarnations of one name the newer lives, the
/// other is dead at once: its process has been replaced.
final class Liveness {
  private final LiveInstance self;
  private final long silenceNanos;
  private final long doubtNanos;
  private final long gapNanosMax;
  private final Doors doors;
  private final Map<LiveInstance, Seen> seen = new HashMap<>();
  private long lastLook;
  private boolean looked;

  private record Seen(long counter, long silentNanos) {}

  /// @param silence after which an instance is dead
  /// @param interval of the looks; a longer gap between two counts as twice this at most
  /// @param doors are asked about who was silent for an interval
  Liveness(LiveInstance self, Duration silence, Duration interval, Doors doors) {
    this.doors = doors;
    this.doubtNanos = interval.toNanos();
    this.self = self;
    this.silenceNanos = silence.toNanos();
    this.gapNanosMax = 2 * interval.toNanos();
  }

  /// Takes one look at the heartbeats and answers who is alive, this instance included, ordered by
  /// name.
  List<LiveInstance> look(List<Heartbeat> beats, long nanoTime) {
    long gap = looked ? Math.min(Math.max(0, nanoTime - lastLook), gapNanosMax) : 0;
    looked = true;
    lastLook = nanoTime;
    seen.replaceAll((_, s) -> new Seen(s.counter, s.silentNanos + gap));
    for (var beat : beats) {
      if (beat.counter() == Heartbeat.GONE) {
        seen.remove(beat.instance());
      } else if (!seen.containsKey(beat.instance())
          || seen.get(beat.instance()).counter != beat.counter()) {
        seen.put(beat.instance(), new Seen(beat.counter(), 0));
      }
    }
    seen.replaceAll((instance, s) ->
        doors.wasOpen(instance) && isDoubtful(s) && doors.isClosed(instance)
            ? new Seen(s.counter, silenceNanos)
            : s);
    forgetDead(beats);
    doors.retain(List.copyOf(seen.keySet()));
    return alive();
  }

  private boolean isDoubtful(Seen its) {
    return its.silentNanos >= doubtNanos && its.silentNanos < silenceNanos;
  }

  /// Keeps a dead instance as long as its row is there, or it would be taken for a new one.
  private void forgetDead(List<Heartbeat> beats) {
    var present = beats.stream().map(Heartbeat::instance).toList();
    seen.entrySet()
        .removeIf(entry ->
            entry.getValue().silentNanos >= silenceNanos && !present.contains(entry.getKey()));
  }

  private List<LiveInstance> alive() {
    var newest = new HashMap<String, LiveInstance>();
    newest.put(self.name(), self);
    seen.forEach((instance, s) -> {
      if (s.silentNanos < silenceNanos) {
        newest.merge(
            instance.name(), instance, (a, b) -> a.incarnation() >= b.incarnation() ? a : b);
      }
    });
    var alive = new ArrayList<>(newest.values());
    alive.sort(Comparator.comparing(LiveInstance::name));
    return List.copyOf(alive);
  }
}
