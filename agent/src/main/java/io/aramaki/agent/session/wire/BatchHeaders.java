package io.aramaki.agent.session.wire;

import io.aramaki.agent.spool.batch.GapRange;
import io.aramaki.agent.spool.batch.HeaderEncoder;
import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.monitoring.v1.BatchHeader;
import io.aramaki.monitoring.v1.Gap;

/// Writes the headers of batches, of the format that their drafts say.
public final class BatchHeaders implements HeaderEncoder {
  /// A serialised `Observations`.
  public static final int OBSERVATIONS = 1;

  /// Columns of samples.
  public static final int COLUMNS = BatchContent.FORMAT;

  @Override
  public byte[] encode(Facts facts) {
    var header =
        BatchHeader.newBuilder()
            .setFormat(facts.draft().format())
            .setBoot(facts.key().boot())
            .setSeq(facts.key().seq())
            .setPreviousBoot(facts.previous().boot())
            .setPreviousLastSeq(facts.previous().seq())
            .setHour(facts.draft().hour())
            .setSampleCount(facts.draft().samples())
            .setResultCount(facts.draft().results());
    for (GapRange gap : facts.gaps()) {
      header.addGaps(
          Gap.newBuilder()
              .setBoot(gap.boot())
              .setFirstSeq(gap.firstSeq())
              .setLastSeq(gap.lastSeq())
              .setSamples(gap.samples())
              .setResults(gap.results()));
    }
    return header.build().toByteArray();
  }
}
