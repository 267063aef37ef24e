package io.aramaki.kit.cassandra.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LivenessTest {
  private static final LiveInstance SELF = new LiveInstance("me", 100, "h:1");
  private static final LiveInstance OTHER = new LiveInstance("other", 50, "h:2");

  private final Liveness liveness =
      new Liveness(SELF, Duration.ofSeconds(4), Duration.ofSeconds(1), this::isGone);
  private final List<LiveInstance> asked = new ArrayList<>();
  private boolean gone;
  private long nanos;

  private boolean isGone(LiveInstance instance) {
    asked.add(instance);
    return gone;
  }

  /// One look after the given time.
  private List<LiveInstance> look(long seconds, Heartbeat... beats) {
    nanos += Duration.ofSeconds(seconds).toNanos();
    return liveness.look(new ArrayList<>(Arrays.asList(beats)), nanos);
  }

  private static Heartbeat other(long counter) {
    return new Heartbeat(OTHER, counter);
  }

  @Test
  void look_counterStandsStill_isDeadAfterTheSilence() {
    // Given
    look(1, other(7));
    look(1, other(7));
    look(1, other(7));

    // When
    var atThree = look(1, other(7));
    var atFour = look(1, other(7));

    // Then
    assertThat(atThree).containsExactly(SELF, OTHER);
    assertThat(atFour).containsExactly(SELF);
  }

  @Test
  void look_nobodyListensThere_isDeadAfterAnInterval_andAliveWithItsNextBeat() {
    // Given: nobody asks about who is not silent
    gone = true;
    assertThat(look(1, other(7))).containsExactly(SELF, OTHER);
    assertThat(look(1, other(8))).containsExactly(SELF, OTHER);
    assertThat(asked).isEmpty();

    // When, Then
    assertThat(look(1, other(8))).containsExactly(SELF);
    assertThat(look(1, other(8))).containsExactly(SELF);
    assertThat(asked).containsExactly(OTHER);

    // When, Then
    assertThat(look(1, other(9))).containsExactly(SELF, OTHER);
  }

  @Test
  void door_isClosed_onlyIfTheHostSaysSo() throws IOException {
    var door = new ClosedDoor();
    String address;
    try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "127.0.0.1:" + listening.getLocalPort();
      assertThat(door.test(new LiveInstance("a", 1, address))).isFalse();
    }
    assertThat(door.test(new LiveInstance("a", 1, address))).isTrue();
    for (String other : List.of("no-such-host.invalid:1", "", "127.0.0.1", "127.0.0.1:x")) {
      assertThat(door.test(new LiveInstance("a", 1, other))).as(other).isFalse();
    }
  }

  @Test
  void look_rowOfDeadStaysForAWhile_isNotTakenForNew() {
    // Given
    for (int i = 0; i < 6; i++) {
      look(1, other(7));
    }

    // When, Then
    assertThat(look(1, other(7))).containsExactly(SELF);
    assertThat(look(1, other(7))).containsExactly(SELF);
  }

  @Test
  void look_counterMovesAgain_isAliveAgain() {
    // Given
    for (int i = 0; i < 6; i++) {
      look(1, other(7));
    }

    // When, Then
    assertThat(look(1, other(8))).containsExactly(SELF, OTHER);
  }

  @Test
  void look_observerSleptOrStoreWasAway_othersGetTheirChanceFirst() {
    // Given
    look(1, other(7));

    // When
    var afterTwoMinutesAllRowsExpired = look(120);
    var aSecondLater = look(1);
    var atLast = look(1);

    // Then
    assertThat(afterTwoMinutesAllRowsExpired).containsExactly(SELF, OTHER);
    assertThat(aSecondLater).containsExactly(SELF, OTHER);
    assertThat(atLast).containsExactly(SELF);
  }

  @Test
  void look_goodbye_isDeadAtOnce() {
    // Given
    look(1, other(7));

    // When, Then
    assertThat(look(1, other(Heartbeat.GONE))).containsExactly(SELF);
    assertThat(look(1, other(Heartbeat.GONE))).containsExactly(SELF);
  }

  @Test
  void look_sameNameStartedAgain_onlyTheNewerLives() {
    // Given
    var again = new LiveInstance("other", 60, "h:3");
    look(1, other(7));

    // When, Then
    assertThat(look(1, other(7), new Heartbeat(again, 1))).containsExactlyInAnyOrder(again, SELF);
  }

  @Test
  void look_ownNameStartedElsewhere_thisOneIsReplaced() {
    // Given
    var twin = new LiveInstance("me", 101, "h:9");

    // When, Then
    assertThat(look(1, new Heartbeat(twin, 1))).containsExactly(twin);
  }

  @Test
  void look_olderRunUnderOwnName_isDeadAtOnce() {
    // Given
    var before = new LiveInstance("me", 99, "h:1");

    // When, Then
    assertThat(look(1, new Heartbeat(before, 5))).containsExactly(SELF);
  }

  @Test
  void look_nobodyElse_isAlone() {
    assertThat(look(1)).containsExactly(SELF);
  }
}
