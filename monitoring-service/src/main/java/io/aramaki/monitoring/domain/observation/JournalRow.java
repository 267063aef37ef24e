package io.aramaki.monitoring.domain.observation;

import io.aramaki.monitoring.domain.sequence.BatchHead;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/// A batch as it lies in the journal, exactly as the agent sent it.
///
/// @param agent the agent, from its authenticated identity
/// @param head the header, read
/// @param header the header's bytes
/// @param content the content's bytes; empty if the batch was refused
/// @param sha256 over header and content
/// @param receiveTime when it was received, by monitoring's clock
/// @param refusal the reason and message of the refusal; empty if it was taken
public record JournalRow(
    String agent,
    BatchHead head,
    ByteBuffer header,
    ByteBuffer content,
    ByteBuffer sha256,
    Instant receiveTime,
    String refusal) {
  /// Answers what tells one batch from another under the same key.
  public static ByteBuffer sha256(ByteBuffer header, ByteBuffer content) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(header.duplicate());
      digest.update(content.duplicate());
      return ByteBuffer.wrap(digest.digest()).asReadOnlyBuffer();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public boolean isRefused() {
    return !refusal.isEmpty();
  }

  public int bytes() {
    return header.remaining() + content.remaining();
  }

  /// The same batch, refused: its seq counts as done, its content is not used.
  public JournalRow refused(Refusal why, long hour) {
    var head2 =
        new BatchHead(
            head.format(),
            head.key(),
            head.previousBoot(),
            head.previousLastSeq(),
            hour,
            head.sampleCount(),
            head.resultCount(),
            head.gaps());
    return new JournalRow(
        agent, head2, header, ByteBuffer.allocate(0), sha256, receiveTime, why.text());
  }
}
