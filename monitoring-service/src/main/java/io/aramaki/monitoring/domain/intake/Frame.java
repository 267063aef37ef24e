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
  public Frame {
    traceparents = List.copyOf(traceparents);
  }

  public int bytes() {
    return header.remaining() + content.remaining();
  }

  /// Tells whether its row names series.
  boolean namesSeries() {
    return subjects instanceof Skimmed.Systems(_, _, boolean names) && names;
  }

  /// What skimming a content finds.
  public sealed interface Skimmed {
    /// The systems that it speaks of.
    ///
    /// @param systems those that it names itself
    /// @param dictionary the seq of the batch whose series it uses; 0 if there is none
    /// @param namesSeries true if it names series itself
    record Systems(Set<String> systems, long dictionary, boolean namesSeries) implements Skimmed {}

    /// It is no content of a known format.
    record Malformed(String message) implements Skimmed {}
  }
}
