package io.aramaki.monitoring.grpc.content;

import com.google.protobuf.InvalidProtocolBufferException;
import io.aramaki.monitoring.domain.observation.HeadReader;
import io.aramaki.monitoring.domain.observation.Undecodable;
import io.aramaki.monitoring.domain.sequence.BatchHead;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.sequence.Gap;
import io.aramaki.monitoring.domain.sequence.SeqRange;
import io.aramaki.monitoring.domain.write.HeadWriter;
import io.aramaki.monitoring.v1.BatchHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;

/// Reads the headers of batches, and writes those of batches that are made here.
public final class BatchHeads implements HeadReader, HeadWriter {
  @Override
  public BatchHead read(ByteBuffer header) {
    try {
      return head(BatchHeader.parseFrom(header.duplicate()));
    } catch (InvalidProtocolBufferException e) {
      throw new Undecodable("the header is no BatchHeader: " + e.getMessage(), e);
    }
  }

  @Override
  public ByteBuffer write(BatchHead head) {
    return BatchHeader.newBuilder()
        .setFormat(head.format())
        .setBoot(head.key().boot())
        .setSeq(head.key().seq())
        .setHour(head.hour())
        .setSampleCount((int) head.sampleCount())
        .build()
        .toByteString()
        .asReadOnlyByteBuffer();
  }

  private static BatchHead head(BatchHeader header) {
    var gaps = new ArrayList<Gap>();
    for (io.aramaki.monitoring.v1.Gap gap : header.getGapsList()) {
      if (gap.getFirstSeq() < 1 || gap.getLastSeq() < gap.getFirstSeq()) {
        throw new Undecodable(
            "a gap is 1 ≤ first_seq ≤ last_seq, was " + gap.getFirstSeq() + ".." + gap.getLastSeq(),
            null);
      }
      gaps.add(
          new Gap(
              new SeqRange(gap.getBoot(), gap.getFirstSeq(), gap.getLastSeq()),
              gap.getSamples(),
              gap.getResults()));
    }
    return new BatchHead(
        header.getFormat(),
        new BatchKey(header.getBoot(), header.getSeq()),
        header.getPreviousBoot(),
        header.getPreviousLastSeq(),
        header.getHour(),
        Integer.toUnsignedLong(header.getSampleCount()),
        Integer.toUnsignedLong(header.getResultCount()),
        gaps);
  }
}
