package io.aramaki.monitoring.domain.intake;

import io.aramaki.monitoring.domain.sequence.BatchHead;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/// A batch as it came: its head read, its content only skimmed for the systems it speaks of.
///
/// @param head the header, read
/// @param header the header's bytes
/// @param content the content's bytes
/// @param traceparents of sampled results in the content
/// @param subjects what the skimming found
public record Frame(
    BatchHead head,
    ByteBuffer header,
    ByteBuffer content,
    List<String> traceparents,
    Skimmed subjects) {
  /// Of a batch that names no series.
  public static final ByteBuffer NO_NAMES = ByteBuffer.allocate(0).asReadOnlyBuffer();

  public Frame {
    traceparents = List.copyOf(traceparents);
  }

  public int bytes() {
    return header.remaining() + content.remaining();
  }

  /// A digest of the names of series that its row has; empty if it has none.
  ByteBuffer names() {
    return subjects instanceof Skimmed.Systems(_, _, ByteBuffer names) ? names : NO_NAMES;
  }

  /// What skimming a content finds.
  public sealed interface Skimmed {
    /// The systems that it speaks of.
    ///
    /// @param systems those that it names itself
    /// @param dictionary the seq of the batch whose series it uses; 0 if there is none
    /// @param names a digest of the names of series that it has; empty if it has none
    record Systems(Set<String> systems, long dictionary, ByteBuffer names) implements Skimmed {}

    /// It is no content of a known format.
    record Malformed(String message) implements Skimmed {}
  }
}
