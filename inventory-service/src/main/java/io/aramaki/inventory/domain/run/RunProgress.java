package io.aramaki.inventory.domain.run;

import io.aramaki.inventory.domain.run.RunState.Approved;
import io.aramaki.inventory.domain.run.RunState.Denied;
import io.aramaki.inventory.domain.run.RunState.Ended;
import io.aramaki.inventory.domain.run.RunState.Expired;
import io.aramaki.inventory.domain.run.RunState.Unknown;
import io.aramaki.inventory.domain.run.agent.RunEvent;
import io.aramaki.inventory.domain.run.agent.RunEvent.Finished;
import io.aramaki.inventory.domain.run.agent.RunEvent.Lost;
import io.aramaki.inventory.domain.run.agent.RunEvent.Output;
import io.aramaki.inventory.domain.run.agent.RunEvent.Refused;
import io.aramaki.inventory.domain.run.agent.RunEvent.Started;
import java.time.Instant;
import java.util.Optional;

/// Applies what an agent's journal says about a run. Pure; the same event again changes nothing.
final class RunProgress {
  private static final String LOST = "the agent stopped while it executed the run";

  private RunProgress() {}

  /// What an event leads to.
  sealed interface Outcome {}

  /// The run as it is afterwards.
  record Applied(Run next) implements Outcome {}

  /// The event was applied before.
  record Repeated() implements Outcome {}

  /// Events are missing before this one.
  record Gap(long expectedSeq) implements Outcome {}

  /// @param actor the agent, by resource name
  static Outcome apply(Run run, RunEvent event, String actor, Instant now) {
    if (event.seq() <= run.eventSeq()) {
      return new Repeated();
    }
    if (event.seq() != run.eventSeq() + 1) {
      return new Gap(run.eventSeq() + 1);
    }
    Instant time = within(event.time(), run.order().createTime(), now);
    Run next =
        next(run, event, time).map(state -> run.to(state, time, actor, detail(state))).orElse(run);
    return new Applied(next.withEvent(event.seq(), outputLength(run, event), run));
  }

  /// Answers the state after an event, empty if it stays what it is.
  private static Optional<RunState> next(Run run, RunEvent event, Instant time) {
    Optional<RunState> journalled = journalled(run.state());
    if (journalled.isEmpty()) {
      return Optional.empty();
    }
    return switch (event) {
      case Started _ ->
          journalled.get() instanceof Approved approved
              ? Optional.of(approved.start(time))
              : Optional.empty();
      case Output _ -> Optional.empty();
      case Finished finished -> Optional.of(finish(journalled.get(), finished, time));
      case Refused refused ->
          journalled.get() instanceof Approved approved
              ? Optional.of(refuse(approved, refused, time))
              : Optional.empty();
      case Lost _ -> Optional.of(lose(journalled.get(), time));
    };
  }

  /// Answers the state in which the agent's journal has the run: what was inferred is taken back.
  /// Empty if the run was never sent, or reached an end which the journal cannot change.
  private static Optional<RunState> journalled(RunState state) {
    return switch (state) {
      case Approved approved -> Optional.of(approved);
      case RunState.Started started -> Optional.of(started);
      case Expired expired when expired.inferred() -> Optional.of(new Approved(0));
      case Unknown unknown when unknown.inferred() ->
          Optional.of(
              unknown.startTime().<RunState>map(RunState.Started::new).orElse(new Approved(0)));
      default -> Optional.empty();
    };
  }

  private static Ended finish(RunState journalled, Finished event, Instant time) {
    return switch (journalled) {
      case RunState.Started started -> started.finish(time, event.exitCode(), event.error());
      case Approved approved -> approved.start(time).finish(time, event.exitCode(), event.error());
      default -> throw new IllegalStateException("not in the journal: " + journalled);
    };
  }

  private static Ended lose(RunState journalled, Instant time) {
    return switch (journalled) {
      case RunState.Started started -> started.lose(time, LOST, false);
      case Approved approved -> approved.lose(time, LOST, false);
      default -> throw new IllegalStateException("not in the journal: " + journalled);
    };
  }

  private static Ended refuse(Approved approved, Refused event, Instant time) {
    if (event.reason().equals(Refused.EXPIRED)) {
      return approved.expire(time, false);
    }
    String why =
        event.message().isBlank() ? event.reason() : event.reason() + ": " + event.message();
    return approved.refuse(time, why);
  }

  private static String detail(RunState state) {
    return switch (state) {
      case Denied denied -> denied.reason();
      case RunState.Failed failed -> failedDetail(failed);
      case Unknown unknown -> unknown.error();
      default -> "";
    };
  }

  private static String failedDetail(RunState.Failed failed) {
    return failed.exitCode().isPresent()
        ? "exit code " + failed.exitCode().getAsInt()
        : failed.error();
  }

  private static long outputLength(Run run, RunEvent event) {
    return switch (event) {
      case Output output -> Math.max(run.outputLength(), output.offset() + output.data().length());
      case Finished finished -> Math.max(run.outputLength(), finished.outputLength());
      default -> run.outputLength();
    };
  }

  /// An agent's clock may be wrong; no run starts before it was asked for or in the future.
  private static Instant within(Instant time, Instant first, Instant last) {
    Instant notAfter = time.isAfter(last) ? last : time;
    return notAfter.isBefore(first) ? first : notAfter;
  }
}
