package io.aramaki.kit.security.audit;

import io.aramaki.kit.security.Sha256;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules of an audit chain, without any storage: what the next entry is, and whether entries
/// that were read are the ones that were written.
///
/// A chain alone cannot show that its end was cut off, or that all of it was written anew. Heads
/// that were noted elsewhere show that: give them to [#verify(Head, Iterable, List)] as anchors.
public final class AuditChain {
  private AuditChain() {}

  /// Where a chain stands.
  ///
  /// @param chain the chain
  /// @param seq the position of its last entry; 0 if it has none
  /// @param hash the hash of its last entry; zeros if it has none
  public record Head(String chain, long seq, Sha256 hash) {
    public Head {
      if (seq < 0) {
        throw new IllegalArgumentException("a position counts from 0, not " + seq);
      }
    }

    /// Answers the head of a chain without entries.
    public static Head ofEmpty(String chain) {
      return new Head(chain, 0, Sha256.ZERO);
    }
  }

  /// What a verification found.
  public sealed interface Verdict {
    /// All entries are as they were written.
    ///
    /// @param head where the chain stands after them
    record Intact(Head head) implements Verdict {}

    /// An entry is not as it was written, or is missing.
    ///
    /// @param seq the position of the first such entry
    /// @param problem what is wrong with it
    record Broken(long seq, String problem) implements Verdict {}
  }

  /// Answers the entry that follows the head.
  public static ChainedEntry next(Head head, AuditEntry entry, Clock clock) {
    var time = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var unhashed =
        new ChainedEntry(head.chain(), head.seq() + 1, time, entry, head.hash(), Sha256.ZERO);
    return new ChainedEntry(
        head.chain(), unhashed.seq(), time, entry, head.hash(), unhashed.computedHash());
  }

  /// Answers whether the entries are those that were written after `start`.
  public static Verdict verify(Head start, Iterable<ChainedEntry> entries) {
    return verify(start, entries, List.of());
  }

  /// Answers whether the entries are those that were written after `start`, and whether the chain
  /// goes through all anchors behind `start`.
  ///
  /// @param anchors heads of this chain that were noted where its writer cannot change them
  public static Verdict verify(Head start, Iterable<ChainedEntry> entries, List<Head> anchors) {
    var head = start;
    for (var entry : entries) {
      long expected = head.seq() + 1;
      var problem = problemOf(entry, head);
      if (problem == null) {
        head = entry.head();
        problem = contradiction(head, anchors);
      }
      if (problem != null) {
        return new Verdict.Broken(expected, problem);
      }
    }
    long last = head.seq();
    for (var anchor : anchors) {
      if (anchor.seq() > last) {
        return new Verdict.Broken(
            last + 1, "the chain ends at " + last + ", but it had " + anchor.seq() + " entries");
      }
    }
    return new Verdict.Intact(head);
  }

  private static @Nullable String problemOf(ChainedEntry entry, Head head) {
    if (!entry.chain().equals(head.chain())) {
      return "it belongs to chain '" + entry.chain() + "'";
    }
    if (entry.seq() != head.seq() + 1) {
      return "position " + entry.seq() + " follows " + head.seq();
    }
    if (!entry.previousHash().equals(head.hash())) {
      return "it follows an entry with another hash than the one before it";
    }
    if (!isWholeMilliseconds(entry.recordTime())) {
      return "its time " + entry.recordTime() + " is finer than a millisecond";
    }
    if (!entry.hash().equals(entry.computedHash())) {
      return "its content is not what was hashed when it was written";
    }
    return null;
  }

  private static boolean isWholeMilliseconds(Instant time) {
    return time.equals(time.truncatedTo(ChronoUnit.MILLIS));
  }

  private static @Nullable String contradiction(Head head, List<Head> anchors) {
    for (var anchor : anchors) {
      if (anchor.seq() == head.seq() && !anchor.equals(head)) {
        return "its hash was " + anchor.hash() + " when it was anchored";
      }
    }
    return null;
  }
}
