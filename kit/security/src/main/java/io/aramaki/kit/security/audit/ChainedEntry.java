package io.aramaki.kit.security.audit;

import io.aramaki.kit.security.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// An audit entry in its place in a chain. Its hash covers everything else in it, by these bytes,
/// numbers big-endian:
///
/// | bytes | what |
/// |---|---|
/// | 17 | `aramaki-audit-v1` in ASCII and a zero byte |
/// | 4 + n | chain: length in bytes, UTF-8; so are all texts below |
/// | 8 | seq |
/// | 8 | record time, milliseconds since 1970 |
/// | 4 + n | the principal's name |
/// | 4 | the principal's kind, by its number in `Principal.Kind` |
/// | 4 + n | on whose behalf |
/// | 4 + n | method |
/// | 4 + n | resource |
/// | 32 | SHA-256 of the request |
/// | 4 + n | summary |
/// | 4 + n | trace |
/// | 32 | the hash of the entry before; zeros in the first |
///
/// @param chain the chain: `{service}/{instance}/{boot}`, or `organisation`
/// @param seq the position in the chain, from 1 without gaps
/// @param recordTime when it was written, in whole milliseconds, which every store keeps
/// @param entry who asked for what
/// @param previousHash the hash of the entry before
/// @param hash SHA-256 of the bytes above, as they were when it was written
public record ChainedEntry(
    String chain,
    long seq,
    Instant recordTime,
    AuditEntry entry,
    Sha256 previousHash,
    Sha256 hash) {
  private static final byte[] CONTEXT = "aramaki-audit-v1\0".getBytes(StandardCharsets.US_ASCII);

  /// Answers where the chain stands after this entry.
  public AuditChain.Head head() {
    return new AuditChain.Head(chain, seq, hash);
  }

  /// Answers the hash that the content has now.
  Sha256 computedHash() {
    return Sha256.of(canonicalBytes());
  }

  /// Answers the bytes in the table above.
  byte[] canonicalBytes() {
    var texts =
        new byte[][] {
          utf8(chain),
          utf8(entry.principal().getName()),
          utf8(entry.principal().getOnBehalfOf()),
          utf8(entry.method()),
          utf8(entry.resource()),
          utf8(entry.summary()),
          utf8(entry.trace())
        };
    int size = CONTEXT.length + 2 * Long.BYTES + Integer.BYTES + 2 * Sha256.BYTES;
    for (var text : texts) {
      size += Integer.BYTES + text.length;
    }
    var bytes = ByteBuffer.allocate(size);
    bytes.put(CONTEXT);
    put(bytes, texts[0]);
    bytes.putLong(seq).putLong(recordTime.toEpochMilli());
    put(bytes, texts[1]);
    bytes.putInt(entry.principal().getKindValue());
    put(bytes, texts[2]);
    put(bytes, texts[3]);
    put(bytes, texts[4]);
    bytes.put(entry.requestSha256().bytes());
    put(bytes, texts[5]);
    put(bytes, texts[6]);
    return bytes.put(previousHash.bytes()).array();
  }

  private static void put(ByteBuffer bytes, byte[] text) {
    bytes.putInt(text.length).put(text);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "ChainedEntry[" + chain + " " + seq + " at " + recordTime + ": " + entry + "]";
  }
}
