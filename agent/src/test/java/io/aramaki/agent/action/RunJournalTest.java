package io.aramaki.agent.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunJournalTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T00:00:00Z"), ZoneOffset.UTC);
  @TempDir private Path directory;

  private RunJournal open() throws IOException {
    return RunJournal.open(directory, CLOCK);
  }

  private static List<RunEvent> all(RunJournal journal) {
    var events = new ArrayList<RunEvent>();
    for (Optional<RunEvent> next = journal.next(); next.isPresent(); next = journal.next()) {
      events.add(next.get());
    }
    return events;
  }

  private static void output(RunJournal journal, String run, String text, long offset) {
    journal.output(run, new RunEvent.Output(text.getBytes(StandardCharsets.UTF_8), offset));
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void run_isKnown_isNotBegunAgain() throws IOException {
    RunJournal journal = open();
    assertThat(journal.begin("r", new RunEvent.Started())).isTrue();
    assertThat(journal.begin("r", new RunEvent.Started())).isFalse();
    assertThat(open().begin("r", new RunEvent.Started())).isFalse();
  }

  @Test
  void agent_diesAfterStarted_runIsLostOnce() throws IOException {
    open().begin("r", new RunEvent.Started());
    assertThat(all(open()).stream().map(RunEvent::what))
        .containsExactly(new RunEvent.Started(), new RunEvent.Lost());
    assertThat(all(open())).hasSize(2);
  }

  @Test
  void output_isNotSynced_isNotSentYet() throws IOException {
    RunJournal journal = open();
    journal.begin("r", new RunEvent.Started());
    output(journal, "r", "hello", 0);
    assertThat(all(journal)).hasSize(1);
    journal.sync("r");
    assertThat(all(journal)).hasSize(1);
    journal.end("r", new RunEvent.Finished(OptionalInt.of(0), "", 5));
    assertThat(all(journal)).hasSize(1);
    journal.rewind();
    assertThat(all(journal).stream().map(RunEvent::seq)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void events_areAcknowledged_stayAcknowledgedOverARestart() throws IOException {
    RunJournal journal = open();
    journal.begin("r", new RunEvent.Started());
    journal.end("r", new RunEvent.Finished(OptionalInt.of(7), "", 0));
    journal.acknowledged("r", 1);
    assertThat(journal.openRuns()).containsExactly("r");
    assertThat(all(open()).stream().map(RunEvent::seq)).containsExactly(2L);
    journal.acknowledged("r", 2);
    assertThat(open().openRuns()).isEmpty();
    assertThat(open().knows("r")).isTrue();
  }

  @Test
  void file_isTornAnywhere_prefixCountsAndRunIsNeverExecutedTwice() throws IOException {
    // Given
    RunJournal journal = open();
    journal.begin("r", new RunEvent.Started());
    output(journal, "r", "hello", 0);
    journal.end("r", new RunEvent.Finished(OptionalInt.empty(), "killed", 5));
    Path file = onlyFile();
    byte[] whole = Files.readAllBytes(file);

    for (int length = 0; length <= whole.length; length++) {
      // When
      Files.write(file, Arrays.copyOf(whole, length));
      RunJournal reopened = open();
      List<RunEvent> events = all(reopened);

      // Then
      if (!events.isEmpty()) {
        assertThat(events.getFirst().what()).isEqualTo(new RunEvent.Started());
        assertThat(events.getLast().what().isEnd()).isTrue();
        assertThat(reopened.knows("r")).isTrue();
      }
    }
  }

  @Test
  void run_endedLongAgo_isForgottenOnlyIfAcknowledged() throws IOException {
    RunJournal journal = open();
    journal.begin("old", new RunEvent.NotExecuted(Refused.Reason.EXPIRED, "late"));
    Instant longAgo = CLOCK.instant().minus(Duration.ofHours(49));
    Files.setLastModifiedTime(onlyFile(), FileTime.from(longAgo));
    journal.purge();
    assertThat(journal.knows("old")).isTrue();
    journal.acknowledged("old", 1);
    journal.purge();
    assertThat(journal.knows("old")).isTrue();
    Files.setLastModifiedTime(onlyFile(), FileTime.from(longAgo));
    journal.purge();
    assertThat(journal.knows("old")).isFalse();
    assertThat(open().knows("old")).isFalse();
  }
}
