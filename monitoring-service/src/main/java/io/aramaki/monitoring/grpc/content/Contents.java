package io.aramaki.monitoring.grpc.content;

import com.google.protobuf.InvalidProtocolBufferException;
import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.kit.codec.bytes.Malformed;
import io.aramaki.monitoring.domain.observation.BatchRules;
import io.aramaki.monitoring.domain.observation.Decoder;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.observation.Observations;
import io.aramaki.monitoring.domain.observation.Undecodable;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import java.nio.ByteBuffer;

/// Reads contents of formats 1 and 2, after the acknowledgement.
public final class Contents implements Decoder {
  private final JournalDictionaries dictionaries;

  public Contents(JournalDictionaries dictionaries) {
    this.dictionaries = dictionaries;
  }

  @Override
  public Observations decode(JournalRow row) {
    try {
      if (row.head().format() != BatchContent.FORMAT) {
        return ofFormat1(row);
      }
      BatchContent content = open(row);
      var reader = new ContentReader(row.agent(), row.head().sampleCount());
      reader.read(content, inherited(row, content), dictionaries.named(row.agent(), content));
      return reader.read(message(ByteBuffer.wrap(content.beside())));
    } catch (Malformed e) {
      throw new Undecodable(
          "the content is none of format " + BatchRules.FORMAT + ": " + e.getMessage(), e);
    } catch (InvalidProtocolBufferException e) {
      throw new Undecodable("the content is no Observations: " + e.getMessage(), e);
    }
  }

  static Observations ofFormat1(JournalRow row) throws InvalidProtocolBufferException {
    return new ContentReader(row.agent(), 0).read(message(row.content()));
  }

  private NamedSeries inherited(JournalRow row, BatchContent content) {
    if (content.dictionary() == 0) {
      return NamedSeries.NONE;
    }
    var batch = new BatchKey(row.head().key().boot(), content.dictionary());
    return dictionaries
        .find(row.agent(), row.head().hour(), batch)
        .orElseThrow(() ->
            new Undecodable(
                "batch " + batch + ", whose series it uses, is not in its hour of the journal",
                null));
  }

  private static io.aramaki.monitoring.v1.Observations message(ByteBuffer bytes)
      throws InvalidProtocolBufferException {
    return io.aramaki.monitoring.v1.Observations.parseFrom(bytes.duplicate());
  }

  /// Opens a content of format 2.
  ///
  /// @throws Malformed if it is none
  static BatchContent open(JournalRow row) {
    return BatchContent.open(bytes(row.content()));
  }

  static byte[] bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
