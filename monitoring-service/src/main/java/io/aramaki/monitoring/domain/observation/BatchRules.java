package io.aramaki.monitoring.domain.observation;

import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.monitoring.domain.observation.Refusal.Reason;
import io.aramaki.monitoring.domain.sequence.BatchHead;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a batch must be before it is written to the journal, as far as its head and size tell.
public final class BatchRules {
  /// The newest content format; the one before is read as well.
  public static final int FORMAT = BatchContent.FORMAT;

  /// A serialised `Observations`.
  private static final int FORMAT_BEFORE = 1;

  /// The largest batch, header and content.
  public static final int BYTES_MAX = 1 << 20;

  /// How long the journal keeps a batch; one of an older hour would be gone at once.
  public static final Duration RETENTION = Duration.ofDays(7);

  /// How far the agent's clock may be ahead.
  public static final Duration AHEAD_MAX = Duration.ofHours(1);

  /// The most items that a head may announce; more do not fit into [#BYTES_MAX] anyway.
  private static final long ITEMS_MAX = BYTES_MAX;

  private static final int GAPS_MAX = 100;

  private BatchRules() {}

  /// The hour since the epoch.
  public static long hourOf(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), Duration.ofHours(1).toSeconds());
  }

  /// The format that an agent should write.
  ///
  /// @param written the formats that it can write
  public static int formatFor(List<Integer> written) {
    return written.contains(FORMAT) ? FORMAT : FORMAT_BEFORE;
  }

  /// Answers why the batch is refused, if it is.
  public static Optional<Refusal> check(BatchHead head, int bytes, Instant now) {
    if (bytes > BYTES_MAX) {
      return refuse(
          Reason.BATCH_TOO_LARGE,
          "header and content are " + bytes + " bytes, at most " + BYTES_MAX);
    }
    if (head.format() != FORMAT && head.format() != FORMAT_BEFORE) {
      return refuse(
          Reason.UNKNOWN_FORMAT, "format " + head.format() + " is unknown, write " + FORMAT);
    }
    return checkKey(head).or(() -> checkHour(head, now));
  }

  private static Optional<Refusal> checkKey(BatchHead head) {
    if (head.key().boot() == 0) {
      return refuse(Reason.INVALID_BATCH, "boot must be 64 random bits, was 0");
    }
    if (head.key().seq() < 1) {
      return refuse(Reason.INVALID_BATCH, "seq must be at least 1, was " + head.key().seq());
    }
    if (head.previousBoot() == head.key().boot() || head.previousLastSeq() < 0) {
      return refuse(
          Reason.INVALID_BATCH,
          "previous_boot and previous_last_seq must be those of an earlier boot");
    }
    if (head.gaps().size() > GAPS_MAX) {
      return refuse(
          Reason.INVALID_BATCH,
          "a header has at most " + GAPS_MAX + " gaps, was " + head.gaps().size());
    }
    if (head.sampleCount() > ITEMS_MAX || head.resultCount() > ITEMS_MAX) {
      return refuse(
          Reason.INVALID_BATCH,
          "sample_count "
              + head.sampleCount()
              + " and result_count "
              + head.resultCount()
              + " are more than "
              + BYTES_MAX
              + " bytes hold");
    }
    return Optional.empty();
  }

  private static Optional<Refusal> checkHour(BatchHead head, Instant now) {
    long newest = hourOf(now.plus(AHEAD_MAX));
    if (head.hour() > newest) {
      return refuse(
          Reason.HOUR_IN_FUTURE,
          "hour is " + head.hour() + ", but here it is " + hourOf(now) + ": set the agent's clock");
    }
    long oldest = hourOf(now.minus(RETENTION));
    if (head.hour() < oldest) {
      return refuse(
          Reason.HOUR_TOO_OLD,
          "hour is " + head.hour() + ", older than the journal keeps (" + oldest + ")");
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refuse(Reason reason, String message) {
    return Optional.of(new Refusal(reason, message));
  }
}
