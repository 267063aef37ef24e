package io.aramaki.monitoring.grpc.content;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.kit.codec.bytes.Malformed;
import io.aramaki.monitoring.domain.intake.Frame;
import io.aramaki.monitoring.domain.intake.Frame.Skimmed;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.v1.Observations;
import io.aramaki.monitoring.v1.Series;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the systems that a content speaks of by walking over its wire format: no sample becomes an
/// object, no array is read. Every occurrence counts, since of two the decoder takes the last.
public final class Skimmer {
  private static final int SYSTEMS_MAX = 1_001;

  /// The number of the field `system` in a series, a result and an event.
  private static final int SYSTEM = Series.SYSTEM_FIELD_NUMBER;

  private final Set<String> systems = new HashSet<>();
  private @Nullable ByteString last;
  private boolean hasSeries;

  private Skimmer() {}

  /// Skims a content.
  ///
  /// @param format the format that the header says
  public static Skimmed skim(int format, ByteString content) {
    var skimmer = new Skimmer();
    long dictionary = 0;
    ByteBuffer names = Frame.NO_NAMES;
    try {
      if (format == BatchContent.FORMAT) {
        var opened = BatchContent.open(content.toByteArray());
        dictionary = opened.dictionary();
        skimmer.systems.addAll(NamedSeries.systems(opened.own()));
        names = opened.own().isEmpty() ? names : digest(opened.names());
        skimmer.walk(CodedInputStream.newInstance(opened.beside()));
      } else {
        CodedInputStream in = content.newCodedInput();
        in.enableAliasing(true);
        skimmer.walk(in);
        names = skimmer.hasSeries ? digest(content.toByteArray()) : names;
      }
    } catch (Malformed e) {
      return new Skimmed.Malformed("the content is none of format 2: " + e.getMessage());
    } catch (InvalidProtocolBufferException e) {
      return new Skimmed.Malformed("the content is no Observations: " + e.getMessage());
    } catch (IOException e) {
      return new Skimmed.Malformed("the content cannot be read: " + e.getMessage());
    }
    if (skimmer.systems.size() > SYSTEMS_MAX) {
      return new Skimmed.Malformed("a batch speaks of at most " + SYSTEMS_MAX + " systems");
    }
    return new Skimmed.Systems(Set.copyOf(skimmer.systems), dictionary, names);
  }

  private static ByteBuffer digest(byte[] names) {
    return JournalRow.sha256(ByteBuffer.wrap(names), Frame.NO_NAMES);
  }

  private void walk(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      hasSeries |= WireFormat.getTagFieldNumber(tag) == Observations.SERIES_FIELD_NUMBER;
      switch (WireFormat.getTagFieldNumber(tag)) {
        case Observations.SERIES_FIELD_NUMBER,
            Observations.RESULTS_FIELD_NUMBER,
            Observations.EVENTS_FIELD_NUMBER ->
            walkItem(in, tag);
        default -> in.skipField(tag);
      }
    }
  }

  private void walkItem(CodedInputStream in, int itemTag) throws IOException {
    if (WireFormat.getTagWireType(itemTag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      in.skipField(itemTag);
      return;
    }
    int outer = in.pushLimit(in.readRawVarint32());
    boolean named = false;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == SYSTEM
          && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        note(in.readBytes());
        named = true;
      } else {
        in.skipField(tag);
      }
    }
    in.checkLastTagWas(0);
    in.popLimit(outer);
    if (!named) {
      note(ByteString.EMPTY);
    }
  }

  private void note(ByteString system) {
    if (!system.equals(last) && systems.size() <= SYSTEMS_MAX) {
      last = system;
      systems.add(system.toStringUtf8());
    }
  }
}
