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

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Doors doors = new Doors();
  private final Liveness liveness =
      new Liveness(SELF, Duration.ofSeconds(4), Duration.ofSeconds(1), doors);
  private long nanos;

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
  void look_nobodyListensThereAnyMore_isDeadSoon_andAliveWithItsNextBeat() throws IOException {
    // Given: one whose door is open, and one whose door never was
    LiveInstance listening;
    try (var door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listening = new LiveInstance("listening", 50, "127.0.0.1:" + door.getLocalPort());
      Eventually.within(PATIENCE, () -> doors.wasOpen(listening));
      look(1, new Heartbeat(listening, 1), other(1));
      look(1, new Heartbeat(listening, 1), other(1));
      assertThat(look(1, new Heartbeat(listening, 1), other(1))).contains(listening, OTHER);
    }
    look(1, new Heartbeat(listening, 2), other(2));

    // When
    look(1, new Heartbeat(listening, 2), other(2));
    Eventually.within(PATIENCE, () -> doors.isClosed(listening));
    var after = look(1, new Heartbeat(listening, 2), other(2));

    // Then
    assertThat(after).contains(OTHER).doesNotContain(listening);
    assertThat(look(1, new Heartbeat(listening, 3), other(2))).contains(listening);
  }

  @Test
  void door_thatNeverWasOpen_tellsNothing() throws IOException {
    String refused;
    try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      refused = "127.0.0.1:" + listening.getLocalPort();
    }
    for (String address : List.of(refused, "no-such-host.invalid:1", "", "127.0.0.1:x")) {
      var instance = new LiveInstance("a", 1, address);
      assertThat(doors.isClosed(instance)).isFalse();
      assertThat(doors.wasOpen(instance)).isFalse();
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
