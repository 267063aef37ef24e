package io.aramaki.monitoring.domain.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.monitoring.domain.observation.Refusal;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class RecentBatchesTest {
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);
  private static final ByteBuffer ONE = ByteBuffer.wrap(new byte[] {1});
  private static final ByteBuffer TWO = ByteBuffer.wrap(new byte[] {2});

  private final RecentBatches recent = new RecentBatches();

  @Test
  void claim_thatWasForgotten_isANewOne() {
    var key = new BatchKey(7, 1);
    assertThat(recent.claim(key, ONE)).isEmpty();
    assertThat(recent.claim(key, ONE)).isPresent();

    recent.forget(key, TWO);
    assertThat(recent.claim(key, ONE)).isPresent();
    recent.forget(key, ONE);
    assertThat(recent.claim(key, ONE)).isEmpty();

    recent.refused(key, ONE, new Refusal(Refusal.Reason.INVALID_BATCH, "none"));
    recent.forget(key, ONE);
    assertThat(recent.claim(key, ONE)).isPresent();
  }

  @Test
  void names_areNotedOnceInAnHour_andRowsWithoutNamesOnlyInOneWithoutANote() {
    assertThat(recent.isNoted(5, NONE)).isFalse();
    recent.noted(5, NONE);
    assertThat(recent.isNoted(5, NONE)).isTrue();
    assertThat(recent.isNoted(5, ONE)).isFalse();

    recent.noted(5, ONE);
    assertThat(recent.isNoted(5, ONE)).isTrue();
    assertThat(recent.isNoted(5, NONE)).isTrue();
    assertThat(recent.isNoted(5, TWO)).isFalse();
    assertThat(recent.isNoted(6, ONE)).isFalse();
    assertThat(recent.isNoted(6, NONE)).isFalse();

    recent.refused(new BatchKey(7, 1), ONE, new Refusal(Refusal.Reason.INVALID_BATCH, "none"));
    assertThat(recent.isNoted(5, ONE)).isFalse();
  }
}
