package io.aramaki.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final long SECOND = 1_000_000_000L;

  private static CheckDefinition check(String name, int interval, int retry, int attempts) {
    return new CheckDefinition(
        "orgs/o/checks/" + name,
        "orgs/o/systems/s",
        new CheckDefinition.Command(List.of("/bin/true"), Map.of()),
        Duration.ofSeconds(interval),
        Duration.ofSeconds(retry),
        attempts,
        Duration.ofSeconds(5),
        false,
        1000);
  }

  /// Runs a schedule second by second; answers the seconds at which the check was started.
  private static List<Long> starts(Schedule schedule, long from, long to, Status... statuses) {
    var starts = new ArrayList<Long>();
    for (long second = from; second < to; second++) {
      for (CheckDefinition due : schedule.takeDue(second * SECOND)) {
        Status status = starts.size() < statuses.length ? statuses[starts.size()] : Status.OK;
        starts.add(second);
        schedule.finished(due, status, second * SECOND);
      }
    }
    return starts;
  }

  @Test
  void check_isOk_runsOnAGridWithoutDrift() {
    // Given
    var schedule = new Schedule("agent", 0);
    schedule.update(List.of(check("a", 60, 10, 3)), 1_000 * SECOND);

    // When
    List<Long> starts = starts(schedule, 1_000, 5_000);

    // Then
    assertThat(starts.getFirst()).isBetween(1_000L, 1_006L);
    assertThat(starts.get(1) - starts.getFirst()).isBetween(30L, 90L);
    for (int i = 2; i < starts.size(); i++) {
      assertThat(starts.get(i) - starts.get(i - 1)).isEqualTo(60);
    }
  }

  @Test
  void check_fails_isRetriedUntilHardThenOnTheGrid() {
    // Given
    var schedule = new Schedule("agent", 0);
    schedule.update(List.of(check("a", 60, 10, 3)), 0);
    List<Long> before = starts(schedule, 0, 600);
    long grid = before.getLast() % 60;

    // When
    List<Long> starts =
        starts(
            schedule,
            600,
            1_000,
            Status.CRITICAL,
            Status.WARNING,
            Status.CRITICAL,
            Status.CRITICAL);

    // Then
    assertThat(starts.get(1) - starts.get(0)).isEqualTo(10);
    assertThat(starts.get(2) - starts.get(1)).isEqualTo(10);
    assertThat(starts.get(3) % 60).isEqualTo(grid);
    assertThat(starts.get(4) - starts.get(3)).isEqualTo(60);
  }

  @Test
  void check_stillRuns_isNotStartedTwice() {
    var schedule = new Schedule("agent", 0);
    CheckDefinition check = check("a", 1, 1, 1);
    schedule.update(List.of(check), 0);
    int started = 0;
    for (long second = 0; second < 100; second++) {
      started += schedule.takeDue(second * SECOND).size();
    }
    assertThat(started).isEqualTo(1);
    schedule.finished(check, Status.OK, 0);
    assertThat(schedule.takeDue(101 * SECOND)).hasSize(1);
  }

  @Test
  void finished_withAnotherStatus_saysChanged() {
    var schedule = new Schedule("agent", 0);
    CheckDefinition check = check("a", 1, 1, 1);
    schedule.update(List.of(check), 0);
    assertThat(schedule.finished(check, Status.OK, 0)).isTrue();
    assertThat(schedule.finished(check, Status.OK, 0)).isFalse();
    assertThat(schedule.finished(check, Status.UNKNOWN, 0)).isTrue();
  }

  @Test
  void manyAgents_withTheSameCheck_areSpread() {
    Set<Long> firstSeconds = new HashSet<>();
    Set<Long> gridSeconds = new HashSet<>();
    for (int agent = 0; agent < 500; agent++) {
      var schedule = new Schedule("agent-" + agent, 0);
      schedule.update(List.of(check("a", 60, 10, 3)), 0);
      List<Long> starts = starts(schedule, 0, 200);
      firstSeconds.add(starts.getFirst());
      gridSeconds.add(starts.getLast() % 60);
    }
    assertThat(firstSeconds).hasSizeGreaterThanOrEqualTo(5);
    assertThat(gridSeconds).hasSize(60);
  }

  @Test
  void update_removesAndKeeps() {
    var schedule = new Schedule("agent", 0);
    schedule.update(List.of(check("a", 60, 10, 3), check("b", 60, 10, 3)), 0);
    starts(schedule, 0, 100);
    var due = schedule.nextDue();
    schedule.update(List.of(check("a", 60, 10, 3)), 100 * SECOND);
    assertThat(schedule.statuses()).containsOnlyKeys("orgs/o/checks/a");
    assertThat(schedule.nextDue().getAsLong()).isGreaterThanOrEqualTo(due.getAsLong());
    schedule.update(List.of(), 100 * SECOND);
    assertThat(schedule.nextDue()).isEmpty();
  }
}
