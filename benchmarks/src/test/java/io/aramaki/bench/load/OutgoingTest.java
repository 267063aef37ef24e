package io.aramaki.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.aramaki.agent.spool.batch.BatchKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutgoingTest {
  private static final int CREDITS = 3;

  private final Outgoing outgoing = new Outgoing(7, BootFile.NONE, Clock.systemUTC());

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      outgoing.add(1, ByteString.copyFromUtf8("" + (outgoing.newestSeq() + 1)), 0, 0);
    }
  }

  private List<String> sendAll() {
    var sent = new ArrayList<String>();
    for (var next = outgoing.next(CREDITS, 0); next.isPresent(); next = outgoing.next(CREDITS, 0)) {
      sent.add(next.get().getContent().toStringUtf8());
    }
    return sent;
  }

  @Test
  void answered_otherBoot_changesNothing() {
    // Given
    add(1);

    // When
    boolean first = outgoing.answered(new BatchKey(8, 1));

    // Then
    assertThat(first).isFalse();
    assertThat(outgoing.unanswered()).isEqualTo(1);
  }

  @Test
  void answered_twice_isNewOnce() {
    // Given
    add(1);

    // When
    boolean first = outgoing.answered(new BatchKey(7, 1));
    boolean second = outgoing.answered(new BatchKey(7, 1));

    // Then
    assertThat(first).isTrue();
    assertThat(second).isFalse();
  }

  @Test
  void next_creditsUsedUp_waitsForAnAnswer() {
    // Given
    add(5);

    // When
    List<String> before = sendAll();
    outgoing.answered(new BatchKey(7, 2));
    List<String> after = sendAll();

    // Then
    assertThat(before).containsExactly("1", "2", "3");
    assertThat(after).containsExactly("4");
    assertThat(outgoing.answeredUpTo()).isZero();
  }

  @Test
  void restart_someAnswered_sendsTheOthersInOrderWithTheSameBytes() {
    // Given
    add(4);
    sendAll();
    outgoing.answered(new BatchKey(7, 2));

    // When
    outgoing.restart();

    // Then
    assertThat(sendAll()).containsExactly("1", "3", "4");
  }

  @Test
  void resend_answeredAmongThem_tellsHowManyAreGone() {
    // Given
    add(4);
    sendAll();
    outgoing.answered(new BatchKey(7, 1));

    // When
    long gone = outgoing.resend(7, 1, 2);

    // Then
    assertThat(gone).isEqualTo(1);
    assertThat(sendAll()).containsExactly("2", "4");
    assertThat(outgoing.answeredUpTo()).isEqualTo(1);
  }
}
