package io.aramaki.monitoring.domain.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.monitoring.domain.sequence.Sequence.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SequenceTest {
  private static final long A = 0xa;
  private static final long B = 0xb;

  private final Sequence sequence = new Sequence(SequenceSnapshot.start(0));

  private static BatchHead head(long boot, long seq, long previousBoot, long previousLast) {
    return new BatchHead(
        1, new BatchKey(boot, seq), previousBoot, previousLast, 0, 0, 0, List.of());
  }

  private void apply(BatchHead head) {
    sequence.offer(head);
    assertThat(sequence.next()).contains(head);
    sequence.applied(head);
  }

  @Test
  void hole_isNamedAndBlocks() {
    // Given
    apply(head(A, 1, 0, 0));

    // When
    sequence.offer(head(A, 5, 0, 0));

    // Then
    assertThat(sequence.next()).isEmpty();
    assertThat(sequence.missing()).contains(new Missing.Batches(new SeqRange(A, 2, 4)));
  }

  @Test
  void nextBoot_waitsForTheRestOfThePrevious() {
    // Given
    apply(head(A, 1, 0, 0));

    // When
    sequence.offer(head(B, 1, A, 3));

    // Then
    assertThat(sequence.next()).isEmpty();
    assertThat(sequence.missing()).contains(new Missing.Batches(new SeqRange(A, 2, 3)));
  }

  @Test
  void giveUp_turnsTheHoleIntoAGapThatIsReported() {
    // Given
    apply(head(A, 1, 0, 0));
    sequence.offer(head(A, 4, 0, 0));

    // When
    sequence.giveUp(sequence.missing().orElseThrow());

    // Then
    assertThat(sequence.next()).map(BatchHead::key).contains(new BatchKey(A, 4));
    assertThat(sequence.drainPassedGaps())
        .extracting(Gap::range)
        .containsExactly(new SeqRange(A, 2, 3));
  }

  @Test
  void lostSpool_isALinkThatFollowsOnlyWhenGivenUp() {
    // Given
    apply(head(A, 1, 0, 0));

    // When
    sequence.offer(head(B, 1, 0, 0));

    // Then
    assertThat(sequence.next()).isEmpty();
    assertThat(sequence.missing()).contains(new Missing.Link(B));
    sequence.giveUp(new Missing.Link(B));
    assertThat(sequence.next()).map(BatchHead::key).contains(new BatchKey(B, 1));
  }

  @Test
  void batchOfAnEndedBoot_behindItsEnd_isRefused() {
    // Given
    apply(head(A, 1, 0, 0));
    apply(head(B, 1, A, 1));

    // Then
    assertThat(sequence.classify(new BatchKey(A, 1))).isEqualTo(Verdict.APPLIED);
    assertThat(sequence.classify(new BatchKey(A, 2))).isEqualTo(Verdict.AFTER_END);
  }

  @Test
  void expectation_ofWhatTheAgentKnowsToBeDurable_isBehindUntilApplied() {
    // Given
    apply(head(A, 1, 0, 0));

    // When
    sequence.expect(new BatchKey(A, 3));

    // Then
    assertThat(sequence.isBehind()).isTrue();
    assertThat(sequence.missing()).contains(new Missing.Batches(new SeqRange(A, 2, 3)));
    apply(head(A, 2, 0, 0));
    apply(head(A, 3, 0, 0));
    assertThat(sequence.isBehind()).isFalse();
    assertThat(sequence.missing()).isEmpty();
  }

  @Test
  void wholeBootDropped_isPassedAsAGap() {
    // Given: boot C was dropped whole, its gap is declared by the first batch of B
    long c = 0xc;
    apply(head(A, 1, 0, 0));
    var first =
        new BatchHead(
            1, new BatchKey(B, 1), c, 2, 0, 0, 0, List.of(new Gap(new SeqRange(c, 1, 2), 5, 5)));

    // When
    sequence.offer(first);

    // Then
    assertThat(sequence.missing()).contains(new Missing.Link(c));
    sequence.giveUp(new Missing.Link(c));
    assertThat(sequence.next()).contains(first);
    assertThat(sequence.drainPassedGaps()).hasSize(1);
  }
}
