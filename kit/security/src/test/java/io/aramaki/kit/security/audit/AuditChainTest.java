package io.aramaki.kit.security.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.TestClock;
import io.aramaki.kit.security.audit.AuditChain.Head;
import io.aramaki.kit.security.audit.AuditChain.Verdict;
import io.aramaki.type.v1.Principal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class AuditChainTest {
  private static final String CHAIN = "inventory/a1/00ff";
  private static final Head START = Head.ofEmpty(CHAIN);
  private static final Principal ANN =
      Principal.newBuilder()
          .setKind(Principal.Kind.USER)
          .setName("orgs/o/users/ann")
          .setOnBehalfOf("orgs/p/users/bob")
          .build();

  private final TestClock clock = new TestClock();
  private final List<ChainedEntry> written = write(5, "Grüße");

  @Test
  void verify_anyByteOfAnEntryChanged_namesThatEntry() {
    for (int at = 0; at < written.size(); at++) {
      for (var changed : changes(written.get(at))) {
        var entries = new ArrayList<>(written);
        entries.set(at, changed);
        assertThat(AuditChain.verify(START, entries))
            .as("%s", changed)
            .isInstanceOfSatisfying(
                Verdict.Broken.class, b -> assertThat(b.seq()).isEqualTo(changedAt(entries)));
      }
    }
  }

  @Test
  void verify_entryChangedWithItsHash_namesTheNextOne() {
    // Given
    var forged = rehash(withSummary(written.get(1), "nothing happened"));
    var entries = new ArrayList<>(written);
    entries.set(1, forged);

    // When
    var verdict = AuditChain.verify(START, entries);

    // Then
    assertBroken(verdict, 3, "another hash");
  }

  @Test
  void verify_entryMissingDoubledOrMoved_namesThePlace() {
    // Given
    var missing = new ArrayList<>(written);
    missing.remove(2);
    var doubled = new ArrayList<>(written);
    doubled.add(2, written.get(1));
    var moved = new ArrayList<>(written);
    Collections.swap(moved, 1, 2);

    // When, Then
    assertBroken(AuditChain.verify(START, missing), 3, "position 4 follows 2");
    assertBroken(AuditChain.verify(START, doubled), 3, "position 2 follows 2");
    assertBroken(AuditChain.verify(START, moved), 2, "position 3 follows 1");
    assertBroken(AuditChain.verify(START, written.subList(1, 5)), 1, "position 2 follows 0");
    assertBroken(
        AuditChain.verify(Head.ofEmpty("another"), written), 1, "belongs to chain '" + CHAIN + "'");
  }

  @Test
  void verify_endCutOff_isSeenByTheAnchor() {
    // Given
    var cut = written.subList(0, 3);
    var anchors = List.of(written.get(1).head(), written.get(4).head());

    // When, Then
    assertThat(AuditChain.verify(START, cut)).isEqualTo(new Verdict.Intact(cut.getLast().head()));
    assertBroken(AuditChain.verify(START, cut, anchors), 4, "it had 5 entries");
  }

  @Test
  void verify_wholeChainWrittenAnew_isSeenByTheAnchor() {
    // Given
    var anew = write(5, "nothing happened");
    var anchor = written.get(3).head();

    // When, Then
    assertThat(AuditChain.verify(START, anew)).isInstanceOf(Verdict.Intact.class);
    assertBroken(
        AuditChain.verify(START, anew, List.of(anchor)),
        4,
        anchor.hash() + " when it was anchored");
  }

  @Test
  void head_negativePosition_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Head(CHAIN, -1, Sha256.ZERO));
  }

  @Test
  void verify_writtenChain_isIntactFromAnyStart() {
    // Given
    var last = written.getLast().head();
    var anchors = List.of(written.get(0).head(), written.get(3).head(), last);

    // When, Then
    assertThat(AuditChain.verify(START, written, anchors)).isEqualTo(new Verdict.Intact(last));
    assertThat(AuditChain.verify(written.get(2).head(), written.subList(3, 5)))
        .isEqualTo(new Verdict.Intact(last));
    assertThat(AuditChain.verify(START, List.of())).isEqualTo(new Verdict.Intact(START));
  }

  @Test
  void next_timeFinerThanAMillisecond_isCut() {
    // Given
    clock.advance(Duration.ofNanos(1_999_999));

    // When
    var entry = AuditChain.next(START, written.getFirst().entry(), clock);

    // Then
    assertThat(entry.recordTime()).isEqualTo(Instant.parse("2026-11-21T08:00:00.006Z"));
  }

  /// The bytes are written down here once more, by hand, because every stored chain depends on
  /// them.
  @Test
  void next_knownEntry_hasTheBytesOfTheTable() {
    // Given
    var entry =
        new AuditEntry(ANN, "io.x.S/Do", "orgs/o/x/1", Sha256.of(new byte[] {1}), "é", "ab");
    var expected =
        ascii("aramaki-audit-v1\0")
            + "00000003"
            + ascii("c/1")
            + "0000000000000001"
            + "%016x".formatted(TestClock.START.plusMillis(5).toEpochMilli())
            + "00000010"
            + ascii("orgs/o/users/ann")
            + "00000001"
            + "00000010"
            + ascii("orgs/p/users/bob")
            + "00000009"
            + ascii("io.x.S/Do")
            + "0000000a"
            + ascii("orgs/o/x/1")
            + "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a"
            + "00000002"
            + "c3a9"
            + "00000002"
            + ascii("ab")
            + "00".repeat(32);

    // When
    var chained = AuditChain.next(Head.ofEmpty("c/1"), entry, clock);

    // Then
    assertThat(HexFormat.of().formatHex(chained.canonicalBytes())).isEqualTo(expected);
    assertThat(chained.hash()).isEqualTo(Sha256.of(HexFormat.of().parseHex(expected)));
  }

  private List<ChainedEntry> write(int count, String summary) {
    var entries = new ArrayList<ChainedEntry>();
    var head = START;
    for (int i = 1; i <= count; i++) {
      clock.set(TestClock.START.plusMillis(i));
      var request = Sha256.of(new byte[] {(byte) i});
      var entry =
          new AuditEntry(ANN, "io.x.S/Do", "orgs/o/x/" + i, request, summary, "ab".repeat(16));
      var next = AuditChain.next(head, entry, clock);
      entries.add(next);
      head = next.head();
    }
    return entries;
  }

  /// Answers the entry with each byte of each of its fields changed.
  private static List<ChainedEntry> changes(ChainedEntry from) {
    var changed = new ArrayList<ChainedEntry>();
    changePlace(from, changed::add);
    changePrincipal(from, changed::add);
    changeEntry(from, entry -> changed.add(with(from, entry)));
    changeHashes(from, changed::add);
    return changed;
  }

  private static void changePlace(ChainedEntry from, Consumer<ChainedEntry> each) {
    var e = from.entry();
    texts(from.chain(), t -> each.accept(with(t, from.seq(), from.recordTime(), e, from)));
    for (long other : new long[] {0, from.seq() + 1, from.seq() ^ (1L << 40), -from.seq()}) {
      each.accept(with(from.chain(), other, from.recordTime(), e, from));
    }
    for (int bit = 0; bit < 40; bit++) {
      var time = Instant.ofEpochMilli(from.recordTime().toEpochMilli() ^ (1L << bit));
      each.accept(with(from.chain(), from.seq(), time, e, from));
    }
    each.accept(with(from.chain(), from.seq(), from.recordTime().plusNanos(1), e, from));
  }

  private static void changePrincipal(ChainedEntry from, Consumer<ChainedEntry> each) {
    var p = from.entry().principal();
    texts(p.getName(), t -> each.accept(with(from, p.toBuilder().setName(t).build())));
    texts(p.getOnBehalfOf(), t -> each.accept(with(from, p.toBuilder().setOnBehalfOf(t).build())));
    each.accept(with(from, p.toBuilder().setKind(Principal.Kind.AGENT).build()));
    each.accept(with(from, p.toBuilder().setKindValue(77).build()));
  }

  private static void changeEntry(ChainedEntry from, Consumer<AuditEntry> each) {
    var e = from.entry();
    var p = e.principal();
    var method = e.method();
    var resource = e.resource();
    var sha = e.requestSha256();
    var summary = e.summary();
    var trace = e.trace();
    texts(method, t -> each.accept(new AuditEntry(p, t, resource, sha, summary, trace)));
    texts(resource, t -> each.accept(new AuditEntry(p, method, t, sha, summary, trace)));
    texts(summary, t -> each.accept(new AuditEntry(p, method, resource, sha, t, trace)));
    texts(trace, t -> each.accept(new AuditEntry(p, method, resource, sha, summary, t)));
    digests(sha, d -> each.accept(new AuditEntry(p, method, resource, d, summary, trace)));
    // Letters moved over the border of two fields.
    each.accept(new AuditEntry(p, method + resource, "", sha, summary, trace));
  }

  private static void changeHashes(ChainedEntry from, Consumer<ChainedEntry> each) {
    var e = from.entry();
    var previous = from.previousHash();
    digests(
        previous,
        d ->
            each.accept(
                new ChainedEntry(from.chain(), from.seq(), from.recordTime(), e, d, from.hash())));
    digests(
        from.hash(),
        d ->
            each.accept(
                new ChainedEntry(from.chain(), from.seq(), from.recordTime(), e, previous, d)));
  }

  /// Every entry in the list but one is as it was written.
  private long changedAt(List<ChainedEntry> entries) {
    for (int i = 0; i < entries.size(); i++) {
      if (!entries.get(i).equals(written.get(i))) {
        return i + 1L;
      }
    }
    return 0;
  }

  private static void texts(String original, Consumer<String> each) {
    for (int i = 0; i < original.length(); i++) {
      char other = (char) (original.charAt(i) ^ 1);
      each.accept(original.substring(0, i) + other + original.substring(i + 1));
      each.accept(original.substring(0, i) + original.substring(i + 1));
    }
    each.accept(original + "x");
    each.accept(original + "\0");
  }

  private static void digests(Sha256 original, Consumer<Sha256> each) {
    for (int i = 0; i < original.bytes().length; i++) {
      var changed = original.bytes();
      changed[i] ^= 1;
      each.accept(Sha256.ofDigest(changed));
    }
  }

  private static ChainedEntry with(ChainedEntry from, Principal principal) {
    var e = from.entry();
    return with(
        from,
        new AuditEntry(
            principal, e.method(), e.resource(), e.requestSha256(), e.summary(), e.trace()));
  }

  private static ChainedEntry withSummary(ChainedEntry from, String summary) {
    var e = from.entry();
    return with(
        from,
        new AuditEntry(
            e.principal(), e.method(), e.resource(), e.requestSha256(), summary, e.trace()));
  }

  private static ChainedEntry with(ChainedEntry from, AuditEntry entry) {
    return with(from.chain(), from.seq(), from.recordTime(), entry, from);
  }

  private static ChainedEntry with(
      String chain, long seq, Instant time, AuditEntry entry, ChainedEntry from) {
    return new ChainedEntry(chain, seq, time, entry, from.previousHash(), from.hash());
  }

  private static ChainedEntry rehash(ChainedEntry from) {
    return new ChainedEntry(
        from.chain(),
        from.seq(),
        from.recordTime(),
        from.entry(),
        from.previousHash(),
        from.computedHash());
  }

  private static void assertBroken(Verdict verdict, long seq, String problem) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Broken.class,
            broken -> {
              assertThat(broken.seq()).isEqualTo(seq);
              assertThat(broken.problem()).contains(problem);
            });
  }

  private static String ascii(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }
}
