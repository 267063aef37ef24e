package io.aramaki.monitoring.domain.agent;

import io.aramaki.monitoring.domain.observation.Refusal;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the newest batches of an agent were and how they were answered, so that one that is sent
/// again gets the same answer without a read. Bounded: older ones are looked up in the journal.
public final class RecentBatches {
  private static final int SIZE_MAX = 512;

  /// What a batch was.
  ///
  /// @param sha256 over header and content
  /// @param refusal how it was refused; null if it was taken, or is being written
  public record Known(ByteBuffer sha256, @Nullable Refusal refusal) {}

  private final Map<BatchKey, Known> known = new LinkedHashMap<>();
  private long notedHour = Long.MIN_VALUE;
  private ByteBuffer noted = ByteBuffer.allocate(0);

  /// Tells whether the journal says of an hour where these names are; of a row without names,
  /// whether it says anything.
  ///
  /// @param names a digest of what a row names; empty if it names nothing
  public synchronized boolean isNoted(long hour, ByteBuffer names) {
    return hour == notedHour && (!names.hasRemaining() || names.equals(noted));
  }

  /// The journal has a row that says so.
  public synchronized void noted(long hour, ByteBuffer names) {
    notedHour = hour;
    noted = names;
  }

  /// Claims the key for a content.
  ///
  /// @return what is known under the key; empty if it was not known before
  public synchronized Optional<Known> claim(BatchKey key, ByteBuffer sha256) {
    @Nullable Known before = known.get(key);
    if (before == null) {
      put(key, new Known(sha256, null));
    }
    return Optional.ofNullable(before);
  }

  /// Notes how the batch was refused.
  public synchronized void refused(BatchKey key, ByteBuffer sha256, Refusal refusal) {
    notedHour = Long.MIN_VALUE; // The note may be of a row that is refused now.
    put(key, new Known(sha256, refusal));
  }

  /// Forgets a claim: it is not known whether the batch became durable. How it was refused stays.
  public synchronized void forget(BatchKey key, ByteBuffer sha256) {
    known.remove(key, new Known(sha256, null));
  }

  private void put(BatchKey key, Known what) {
    known.put(key, what);
    if (known.size() > SIZE_MAX) {
      known.remove(known.keySet().iterator().next());
    }
  }
}
