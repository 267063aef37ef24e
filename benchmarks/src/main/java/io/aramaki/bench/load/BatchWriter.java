package io.aramaki.bench.load;

import com.google.protobuf.ByteString;
import io.aramaki.agent.session.wire.BatchHeaders;
import io.aramaki.agent.spool.BatchKey;
import io.aramaki.monitoring.v1.BatchHeader;
import io.aramaki.monitoring.v1.Observations;
import java.time.Clock;
import java.util.List;

/// Writes header and content of batches.
///
/// @param previous the last batch of the boot before
/// @param clock says the hour of a batch
record BatchWriter(BatchKey previous, Clock clock) {
  /// What fits beside the header into the largest batch that monitoring takes.
  private static final int BYTES_MAX = (1 << 20) - (1 << 10);

  private static final int SECONDS_PER_HOUR = 3_600;

  static ByteString content(List<SeriesSamples> samples, List<SimulatedResult> results) {
    var content = Observations.newBuilder();
    samples.forEach(block -> content.addSeries(block.message()));
    results.forEach(result -> content.addResults(result.message()));
    ByteString bytes = content.build().toByteString();
    if (bytes.isEmpty() || bytes.size() > BYTES_MAX) {
      throw new IllegalArgumentException(
          "a batch has 1 to %d bytes, was %d: offer less at a time"
              .formatted(BYTES_MAX, bytes.size()));
    }
    return bytes;
  }

  ByteString header(BatchKey key, int samples, int results) {
    var header =
        BatchHeader.newBuilder()
            .setFormat(BatchHeaders.FORMAT)
            .setBoot(key.boot())
            .setSeq(key.seq())
            .setHour(clock.instant().getEpochSecond() / SECONDS_PER_HOUR)
            .setSampleCount(samples)
            .setResultCount(results);
    if (key.seq() == 1) {
      header.setPreviousBoot(previous.boot()).setPreviousLastSeq(previous.seq());
    }
    return header.build().toByteString();
  }
}
