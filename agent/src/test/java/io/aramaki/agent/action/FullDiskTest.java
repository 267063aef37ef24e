package io.aramaki.agent.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs on an agent whose disk, or journal, is full.
class FullDiskTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T00:00:00Z"), ZoneOffset.UTC);
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final RunJournal.Limits WIDE = RunJournal.Limits.DEFAULT;

  @TempDir private Path directory;
  private final FullDisk disk = new FullDisk();
  private RunJournal journal;

  @BeforeEach
  void openJournal() throws IOException {
    journal = open(WIDE);
  }

  private RunJournal open(RunJournal.Limits limits) throws IOException {
    return RunJournal.open(directory.resolve("runs"), disk, limits, CLOCK);
  }

  private static List<RunEvent.What> all(RunJournal journal) {
    var events = new ArrayList<RunEvent.What>();
    for (Optional<RunEvent> next = journal.next(); next.isPresent(); next = journal.next()) {
      events.add(next.get().what());
    }
    return events;
  }

  private static RunEvent.Output output(int bytes, long offset) {
    return new RunEvent.Output(new byte[bytes], offset);
  }

  private static RunEvent.Finished finished(long length) {
    return new RunEvent.Finished(OptionalInt.of(0), "", length);
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("runs"))) {
      return files.count();
    }
  }

  /// Executes a script as the run `r`, which began, and answers the processes it wrote down.
  private List<ProcessHandle> execute(String script, Duration timeout, LongSupplier nanoTime)
      throws IOException {
    Path pids = directory.resolve("pids");
    var execution = new Execution("r", journal, nanoTime);
    String body = "echo $$ >> %s; (sleep 100 & echo $! >> %s); %s".formatted(pids, pids, script);
    execution.execute(List.of("/bin/sh", "-c", body), timeout, "");
    return Files.readAllLines(pids).stream()
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
        .toList();
  }

  private static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("within " + BOUND.toSeconds() + " s not so: " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private static void assertDead(List<ProcessHandle> processes) {
    until("all are dead", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void disk_isFullDuringARun_runIsKilledAtItsTimeoutAndEndsWhenThereIsRoom() throws IOException {
    // Given
    journal.begin("r", new RunEvent.Started());
    disk.fullAfter(1);

    // When
    List<ProcessHandle> processes =
        execute(
            "echo first; sleep 0.3; echo second; sleep 100",
            Duration.ofSeconds(1),
            System::nanoTime);

    // Then
    assertDead(processes);
    assertThat(all(journal)).noneMatch(RunEvent.What::isEnd);
    assertThat(journal.openRuns()).containsExactly("r");
    disk.makeRoom();
    journal.settle();
    journal.rewind();
    List<RunEvent.What> events = all(journal);
    assertThat(events).hasSize(3);
    assertThat(events.get(1))
        .isInstanceOfSatisfying(
            RunEvent.Output.class,
            first ->
                assertThat(new String(first.data(), StandardCharsets.UTF_8)).isEqualTo("first\n"));
    assertThat(events.get(2))
        .isInstanceOfSatisfying(
            RunEvent.Finished.class,
            end -> {
              assertThat(end.error()).contains("timed out");
              assertThat(end.outputLength()).isEqualTo("first\nsecond\n".length());
            });
  }

  @Test
  void watcher_fails_processTreeIsKilledAndTheRunEnds() throws IOException {
    // Given
    journal.begin("r", new RunEvent.Started());
    var calls = new AtomicInteger();
    Path pids = directory.resolve("pids");
    LongSupplier failing =
        () -> {
          if (calls.incrementAndGet() > 1) {
            until("processes", () -> lines(pids) == 2);
            throw new IllegalStateException("no clock");
          }
          return 0;
        };

    // When
    List<ProcessHandle> processes = execute("sleep 100", Duration.ofMinutes(5), failing);

    // Then
    assertDead(processes);
    assertThat(all(journal).getLast())
        .isInstanceOfSatisfying(
            RunEvent.Finished.class, end -> assertThat(end.error()).contains("no clock"));
  }

  private static int lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void agent_diesWithAnEndThatHadNoRoom_runIsLostWhenThereIsRoom() throws IOException {
    // Given
    journal.begin("r", new RunEvent.Started());
    disk.fullAfter(0);
    journal.end("r", finished(0));

    // When
    RunJournal reopened = open(WIDE);

    // Then
    assertThat(all(reopened)).containsExactly(new RunEvent.Started());
    assertThat(reopened.knows("r")).isTrue();
    disk.makeRoom();
    reopened.settle();
    assertThat(all(reopened)).containsExactly(new RunEvent.Lost());
    assertThat(all(open(WIDE))).containsExactly(new RunEvent.Started(), new RunEvent.Lost());
  }

  @Test
  void disk_isFullAtAnyWriteOfABeginning_nothingBeganAndNothingIsLeft() throws IOException {
    for (int writes = 0; writes < 2; writes++) {
      disk.fullAfter(writes);
      assertThatThrownBy(() -> journal.begin("r", new RunEvent.Started()))
          .hasMessageContaining("No space left");
      assertThat(files()).isZero();
      assertThat(journal.knows("r")).isFalse();
    }
    disk.makeRoom();
    disk.syncFails(true);
    assertThatThrownBy(() -> journal.begin("r", new RunEvent.Started()))
        .hasMessageContaining("quota");
    assertThat(files()).isZero();
    disk.makeRoom();
    assertThat(journal.begin("r", new RunEvent.Started())).isTrue();
  }

  @Test
  void disk_isFullAtAnyWrite_laterEventsAreWholeAndNoneIsTorn() throws IOException {
    for (int writes = 0; writes < 4; writes++) {
      // Given
      String run = "r" + writes;
      journal.begin(run, new RunEvent.Started());
      disk.fullAfter(writes);

      // When
      for (int i = 0; i < 4; i++) {
        journal.output(run, output(1_000, i * 1_000L));
      }
      disk.makeRoom();
      journal.end(run, finished(4_000));

      // Then
      assertThat(all(journal)).hasSize(2 + writes);
      assertThat(all(open(WIDE)).getLast()).isEqualTo(finished(4_000));
    }
  }

  @Test
  void dispatch_cannotBeJournalled_isNotExecutedAndRefusalIsTold() throws IOException {
    // Given
    Path ran = directory.resolve("ran");
    disk.fullAfter(0);

    // When
    try (Actions actions = actions("touch", ran)) {
      actions.dispatch(dispatch("full"));
      until("refused", () -> journal.knows("full"));
    }

    // Then
    assertThat(all(journal)).singleElement().satisfies(FullDiskTest::isNotJournalled);
    assertThat(ran).doesNotExist();
    assertThat(journal.openRuns()).containsExactly("full");
    journal.rewind();
    assertThat(all(journal)).hasSize(1);
    journal.acknowledged("full", 1);
    journal.rewind();
    assertThat(all(journal)).isEmpty();
    assertThat(journal.openRuns()).isEmpty();
    disk.makeRoom();
    assertThat(journal.begin("full", new RunEvent.Started())).isFalse();
  }

  @Test
  void journal_hasTooManyRuns_isNotExecutedAndRefusalIsTold() throws IOException {
    // Given
    Path ran = directory.resolve("ran");
    journal = open(new RunJournal.Limits(1, WIDE.bytes()));
    journal.begin("other", finished(0));
    assertThat(all(journal)).hasSize(1);

    // When
    try (Actions actions = actions("touch", ran)) {
      actions.dispatch(dispatch("r"));
      until("refused", () -> journal.knows("r"));
    }

    // Then
    assertThat(all(journal)).singleElement().satisfies(FullDiskTest::isNotJournalled);
    assertThat(ran).doesNotExist();
  }

  @Test
  void journal_hasTooManyBytes_outputIsDroppedAndEventsAreNot() throws IOException {
    // Given
    journal = open(new RunJournal.Limits(10, 10_000));
    journal.begin("a", new RunEvent.Started());
    journal.begin("b", new RunEvent.Started());

    // When
    for (int i = 0; i < 20; i++) {
      journal.output("a", output(1_000, i * 1_000L));
    }
    journal.output("b", output(1_000, 0));
    journal.end("a", finished(20_000));
    journal.end("b", finished(1_000));

    // Then
    List<RunEvent.What> events = all(journal);
    assertThat(events.stream().filter(RunEvent.Output.class::isInstance).count()).isBetween(8L, 9L);
    assertThat(events.stream().filter(RunEvent.Finished.class::isInstance))
        .containsExactly(finished(20_000), finished(1_000));
  }

  @Test
  void server_hasARun_itsRoomIsGivenBackAndItStaysKnown() throws IOException {
    // Given
    journal = open(new RunJournal.Limits(10, 10_000));
    for (String run : List.of("a", "b", "c")) {
      journal.begin(run, new RunEvent.Started());

      // When
      for (int i = 0; i < 8; i++) {
        journal.output(run, output(1_000, i * 1_000L));
      }
      journal.end(run, finished(8_000));
      assertThat(all(journal)).hasSize(10);
      for (int seq = 1; seq <= 10; seq++) {
        journal.acknowledged(run, seq);
      }
    }

    // Then
    journal = open(WIDE);
    assertThat(all(journal)).isEmpty();
    assertThat(journal.openRuns()).isEmpty();
    assertThat(journal.knows("a") && journal.knows("b") && journal.knows("c")).isTrue();
    assertThat(journal.begin("a", new RunEvent.Started())).isFalse();
    assertThat(files()).isEqualTo(3);
  }

  private static void isNotJournalled(RunEvent.What what) {
    assertThat(what)
        .isInstanceOfSatisfying(
            RunEvent.NotExecuted.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Refused.Reason.NOT_JOURNALLED));
  }

  private Actions actions(String program, Path argument) {
    String path = "/usr/bin/" + program;
    var actions =
        new Actions("agent", 1, List.of(path), journal, Actions.Tracing.none(), System::nanoTime);
    actions.define(
        Map.of(
            "digest",
            new ActionDefinition(
                "digest",
                "action",
                "system",
                List.of(path, argument.toString()),
                List.of(),
                Duration.ofSeconds(10))));
    return actions;
  }

  private static Dispatch dispatch(String run) {
    return new Dispatch(
        run,
        "agent",
        "system",
        "action",
        "digest",
        Map.of(),
        Duration.ofSeconds(30),
        1,
        "",
        System.nanoTime());
  }
}
