package io.aramaki.kit.cassandra.durability;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What the system calls say about one write whose text a marker was in.
///
/// @param marker the marker
/// @param arrivedMicros when Cassandra had read it from the connection
/// @param answeredMicros when Cassandra gave the answer to the kernel, on the same connection
/// @param synced whether a sync of the commit log began after the first and ended before the second
record SampledWrite(String marker, long arrivedMicros, long answeredMicros, boolean synced) {
  private static final Set<String> READS = Set.of("read", "readv", "recvfrom", "recvmsg");
  private static final Set<String> WRITES = Set.of("write", "writev", "sendto", "sendmsg");

  /// Finds the writes of the markers. One connection carries them, one at a time, so that the next
  /// thing written to it is the answer. A marker that is not found, or has no answer, is left out.
  ///
  /// @param calls by the time of their start
  /// @param sync which calls bring the commit log to the disk
  static List<SampledWrite> find(
      List<SystemCall> calls, List<String> markers, Predicate<SystemCall> sync) {
    var writes = new ArrayList<SampledWrite>();
    List<SystemCall> syncs = calls.stream().filter(sync).toList();
    for (String marker : markers) {
      calls.stream()
          .filter(call -> READS.contains(call.name()) && call.arguments().contains(marker))
          .findFirst()
          .flatMap(arrival ->
              calls.stream()
                  .filter(call ->
                      WRITES.contains(call.name())
                          && call.first().equals(arrival.first())
                          && call.startMicros() >= arrival.endMicros())
                  .findFirst()
                  .map(answer -> of(marker, arrival, answer, syncs)))
          .ifPresent(writes::add);
    }
    return List.copyOf(writes);
  }

  private static SampledWrite of(
      String marker, SystemCall arrival, SystemCall answer, List<SystemCall> syncs) {
    boolean synced =
        syncs.stream()
            .anyMatch(call ->
                call.startMicros() >= arrival.endMicros()
                    && call.endMicros() <= answer.startMicros());
    return new SampledWrite(marker, arrival.endMicros(), answer.startMicros(), synced);
  }
}
