package io.aramaki.inventory.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.inventory.domain.Bytes;
import io.aramaki.inventory.domain.run.RunProgress.Applied;
import io.aramaki.inventory.domain.run.RunProgress.Gap;
import io.aramaki.inventory.domain.run.RunProgress.Repeated;
import io.aramaki.inventory.domain.run.RunState.Approved;
import io.aramaki.inventory.domain.run.RunState.Cancelled;
import io.aramaki.inventory.domain.run.RunState.Denied;
import io.aramaki.inventory.domain.run.RunState.Ended;
import io.aramaki.inventory.domain.run.RunState.Expired;
import io.aramaki.inventory.domain.run.RunState.Failed;
import io.aramaki.inventory.domain.run.RunState.Requested;
import io.aramaki.inventory.domain.run.RunState.Succeeded;
import io.aramaki.inventory.domain.run.RunState.Unknown;
import io.aramaki.inventory.domain.run.agent.RunEvent;
import io.aramaki.inventory.domain.run.agent.RunEvent.Finished;
import io.aramaki.inventory.domain.run.agent.RunEvent.Lost;
import io.aramaki.inventory.domain.run.agent.RunEvent.Output;
import io.aramaki.inventory.domain.run.agent.RunEvent.Refused;
import io.aramaki.inventory.domain.run.agent.RunEvent.Started;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RunProgressTest {
  private static final Instant T = RunSamples.THEN;
  private static final Instant NOW = T.plusSeconds(100);

  @Test
  void apply_repeatedEvent_changesNothing() {
    Run run = apply(approved(), started(1));

    assertThat(RunProgress.apply(run, started(1), RunSamples.AGENT, NOW)).isEqualTo(new Repeated());
  }

  @Test
  void apply_missingEvents_isAGap() {
    assertThat(RunProgress.apply(approved(), started(2), RunSamples.AGENT, NOW))
        .isEqualTo(new Gap(1));
  }

  @Test
  void apply_started_thenFinishedWell_succeeds() {
    Run run = apply(approved(), started(1), output(2, 0, "ok"), finished(3, 0, ""));

    assertThat(run.state()).isEqualTo(new Succeeded(T.plusSeconds(1), T.plusSeconds(3)));
    assertThat(run.eventSeq()).isEqualTo(3);
    assertThat(run.outputLength()).isEqualTo(2);
    assertThat(run.transitions())
        .extracting(Run.Transition::state)
        .containsExactly("REQUESTED", "APPROVED", "STARTED", "SUCCEEDED");
    assertThat(run.transitions().getLast().actor()).isEqualTo(RunSamples.AGENT);
  }

  @Test
  void apply_exitCodeOrError_fails() {
    assertThat(apply(approved(), started(1), finished(2, 3, "")).state())
        .isEqualTo(new Failed(T.plusSeconds(1), T.plusSeconds(2), OptionalInt.of(3), ""));
    var killed = new Finished(2, T.plusSeconds(2), OptionalInt.empty(), "timeout", 0);
    assertThat(apply(approved(), started(1), killed).state())
        .isEqualTo(new Failed(T.plusSeconds(1), T.plusSeconds(2), OptionalInt.empty(), "timeout"));
  }

  @Test
  void apply_refusals_denyOrExpire() {
    assertThat(apply(approved(), new Refused(1, T, "NOT_ALLOWED_HERE", "not on my list")).state())
        .isEqualTo(new Denied(T, "NOT_ALLOWED_HERE: not on my list"));
    assertThat(apply(approved(), new Refused(1, T, "EXPIRED", "")).state())
        .isEqualTo(new Expired(T, false));
  }

  @Test
  void apply_lost_isUnknown() {
    assertThat(apply(approved(), started(1), new Lost(2, T.plusSeconds(2))).state())
        .isInstanceOfSatisfying(Unknown.class, state -> assertThat(state.inferred()).isFalse());
    assertThat(apply(approved(), new Lost(1, T)).state()).isInstanceOf(Unknown.class);
  }

  @Test
  void apply_inferredEnds_yieldToTheJournal() {
    Run expired = RunSamples.in(new Expired(T, true));
    Run silent = RunSamples.in(new Unknown(Optional.empty(), T, "silent", true));
    Run unfinished = RunSamples.in(new Unknown(Optional.of(T), T, "silent", true));

    assertThat(apply(expired, started(1), finished(2, 0, "")).state())
        .isInstanceOf(Succeeded.class);
    assertThat(apply(silent, started(1)).state()).isInstanceOf(RunState.Started.class);
    assertThat(apply(unfinished, output(1, 0, "x"), finished(2, 0, "")).state())
        .isEqualTo(new Succeeded(T, T.plusSeconds(2)));
    assertThat(apply(unfinished, new Lost(1, T)).state())
        .isInstanceOfSatisfying(Unknown.class, state -> assertThat(state.inferred()).isFalse());
  }

  static Stream<RunState> finalStates() {
    return Stream.of(
        new Requested(),
        new Succeeded(T, T),
        new Failed(T, T, OptionalInt.of(1), ""),
        new Denied(T, "no"),
        new Expired(T, false),
        new Cancelled(T),
        new Unknown(Optional.of(T), T, "lost", false));
  }

  @ParameterizedTest
  @MethodSource("finalStates")
  void apply_toWhatTheJournalCannotHave_changesNoState(RunState state) {
    List<RunEvent> events =
        List.of(started(1), finished(1, 0, ""), new Refused(1, T, "X", ""), new Lost(1, T));

    for (RunEvent event : events) {
      Run run = apply(RunSamples.in(state), event);

      assertThat(run.state()).isEqualTo(state);
      assertThat(run.eventSeq()).isEqualTo(1);
    }
  }

  @Test
  void apply_clockOfTheAgent_isKeptWithinReason() {
    var early = new Started(1, T.minusSeconds(600));
    var late = new Started(1, NOW.plusSeconds(600));

    assertThat(apply(approved(), early).state()).isEqualTo(new RunState.Started(T));
    assertThat(apply(approved(), late).state()).isEqualTo(new RunState.Started(NOW));
  }

  @Test
  void apply_anyOrderOfResending_endsTheSame() {
    List<RunEvent> events =
        List.of(
            started(1),
            output(2, 0, "a"),
            output(3, 1, "b"),
            output(4, 2, "c"),
            finished(5, 1, ""));
    Run expected = apply(approved(), events.toArray(RunEvent[]::new));

    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      Run run = approved();
      // Each connection resends from somewhere at or before what was taken, and may break anywhere.
      while (run.eventSeq() < events.size()) {
        int from = random.nextInt((int) run.eventSeq() + 1);
        int to = from + random.nextInt(events.size() - from + 1);
        for (RunEvent event : events.subList(from, to)) {
          if (RunProgress.apply(run, event, RunSamples.AGENT, NOW) instanceof Applied applied) {
            run = applied.next();
          }
        }
      }
      assertThat(run).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void apply_randomEvents_neverLeaveAFinalEnd() {
    for (int seed = 0; seed < 2000; seed++) {
      var random = new Random(seed);
      Run run = approved();
      var ends = new ArrayList<RunState>();
      for (int seq = 1; seq < 8; seq++) {
        run = apply(run, any(random, seq));
        if (run.state() instanceof Ended) {
          ends.add(run.state());
        }
      }
      assertThat(ends).as("seed %d", seed).allMatch(end -> end.equals(ends.getFirst()));
      assertThat(run.version()).isEqualTo(approved().version() + 7);
    }
  }

  private static RunEvent any(Random random, long seq) {
    return switch (random.nextInt(5)) {
      case 0 -> started(seq);
      case 1 -> output(seq, seq, "x");
      case 2 -> finished(seq, random.nextInt(2), "");
      case 3 -> new Refused(seq, T, "X", "");
      default -> new Lost(seq, T);
    };
  }

  private static Run apply(Run run, RunEvent... events) {
    Run next = run;
    for (RunEvent event : events) {
      var outcome = RunProgress.apply(next, event, RunSamples.AGENT, NOW);
      next = ((Applied) outcome).next();
    }
    return next;
  }

  private static Run approved() {
    return RunSamples.in(new Approved(7));
  }

  private static RunEvent started(long seq) {
    return new Started(seq, T.plusSeconds(seq));
  }

  private static RunEvent output(long seq, long offset, String text) {
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    return new Output(seq, T.plusSeconds(seq), offset, Bytes.of(data));
  }

  private static RunEvent finished(long seq, int exitCode, String error) {
    return new Finished(seq, T.plusSeconds(seq), OptionalInt.of(exitCode), error, 0);
  }
}
