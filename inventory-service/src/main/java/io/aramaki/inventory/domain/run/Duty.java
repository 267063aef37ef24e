package io.aramaki.inventory.domain.run;

import io.aramaki.inventory.domain.run.RunState.Approved;
import io.aramaki.inventory.domain.run.RunState.Ended;
import io.aramaki.inventory.domain.run.RunState.Requested;
import io.aramaki.inventory.domain.run.RunState.Started;
import io.aramaki.inventory.domain.run.agent.AgentConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What is to be done about a run at a moment. Pure; every instance may do it, since every write is
/// conditional on the run being as it was seen.
public sealed interface Duty {
  /// How long after its deadline a run that was sent may stay unanswered.
  Duration ANSWER_GRACE = Duration.ofMinutes(5);

  /// How long after its timeout a run that was started may stay without an end.
  Duration END_GRACE = Duration.ofMinutes(15);

  /// Nothing, for now.
  record Wait() implements Duty {}

  /// Give it to the agent's boot and send it.
  record Dispatch(long boot) implements Duty {}

  /// Send it again: the connection on which it was sent is gone, the boot is not.
  record Resend() implements Duty {}

  /// End it as expired.
  record Expire(boolean inferred, String why) implements Duty {}

  /// End it as unknown.
  record GiveUp(String why) implements Duty {}

  /// Tell the timeline.
  record Publish() implements Duty {}

  /// Forget about it: nothing is left to be done.
  record Close() implements Duty {}

  /// Answers the duty.
  ///
  /// @param connection the agent's connection to this instance, empty if it has none
  static Duty of(Run run, Optional<? extends AgentConnection> connection, Instant now) {
    if (run.published() < run.transitions().size()) {
      return new Publish();
    }
    return switch (run.state()) {
      case Ended _ -> new Close();
      case Requested _ -> requested(run, connection, now);
      case Approved approved -> approved(run, approved, connection, now);
      case Started started -> started(run, started, now);
    };
  }

  private static Duty requested(
      Run run, Optional<? extends AgentConnection> connection, Instant now) {
    if (!now.isBefore(run.order().expireTime())) {
      return new Expire(false, "the agent was not there in time");
    }
    return connection.<Duty>map(agent -> new Dispatch(agent.boot())).orElse(new Wait());
  }

  private static Duty approved(
      Run run, Approved approved, Optional<? extends AgentConnection> connection, Instant now) {
    boolean overdue = !now.isBefore(run.order().expireTime().plus(ANSWER_GRACE));
    if (overdue) {
      return new GiveUp("the agent never said whether it started the run");
    }
    if (connection.isEmpty()) {
      return new Wait();
    }
    AgentConnection agent = connection.get();
    if (agent.boot() == approved.boot()) {
      boolean inTime = now.isBefore(run.order().expireTime());
      return inTime && !agent.wasSent(run.id()) ? new Resend() : new Wait();
    }
    // What the earlier boot journalled comes first on a connection.
    return agent.isSettled() && !agent.hasJournalled(run.id())
        ? new Expire(true, "the agent restarted before it started the run")
        : new Wait();
  }

  private static Duty started(Run run, Started started, Instant now) {
    Instant latest = started.startTime().plus(run.order().timeout()).plus(END_GRACE);
    return now.isBefore(latest)
        ? new Wait()
        : new GiveUp("the agent has not said how the run ended");
  }
}
