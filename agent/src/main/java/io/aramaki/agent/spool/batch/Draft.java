package io.aramaki.agent.spool.batch;

import java.util.List;

/// A batch on its way into the spool, before it has a seq.
///
/// @param kind what it holds
/// @param format the format of its content
/// @param hour the agent's hour since the epoch
/// @param content the serialised content
/// @param samples how many metric samples it has
/// @param results how many check results it has
/// @param traceparents of sampled results, at most 4, for those who pass it on undecoded
/// @param urgent true if it must be on stable storage when `Spool.append` returns
@SuppressWarnings("ArrayRecordComponent") // Never compared, and copying half a megabyte is a waste.
public record Draft(
    BatchKind kind,
    int format,
    long hour,
    byte[] content,
    int samples,
    int results,
    List<String> traceparents,
    boolean urgent) {
  public static final int TRACEPARENTS_MAX = 4;

  public Draft {
    traceparents = List.copyOf(traceparents);
    if (traceparents.size() > TRACEPARENTS_MAX) {
      throw new IllegalArgumentException(
          "a batch carries at most "
              + TRACEPARENTS_MAX
              + " traceparents, not "
              + traceparents.size());
    }
    if ((kind == BatchKind.METRICS ? results : samples) > 0) {
      throw new IllegalArgumentException(
          "a batch holds metrics or results, not "
              + samples
              + " samples and "
              + results
              + " results");
    }
  }
}
