package io.aramaki.monitoring.domain.write;

import io.aramaki.monitoring.domain.sequence.BatchHead;
import java.nio.ByteBuffer;

/// Writes the header of a batch that is made here.
@FunctionalInterface
public interface HeadWriter {
  ByteBuffer write(BatchHead head);
}
