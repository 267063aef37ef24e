package io.aramaki.inventory.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.inventory.domain.run.RunState.Approved;
import io.aramaki.inventory.domain.run.RunState.Cancelled;
import io.aramaki.inventory.domain.run.RunState.Requested;
import io.aramaki.inventory.domain.run.agent.AgentConnection;
import io.aramaki.inventory.domain.run.agent.FakeConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DutyTest {
  private static final Instant T = RunSamples.THEN;
  private static final Instant DEADLINE = T.plusSeconds(60);
  private static final long BOOT = 7;

  @Test
  void unpublished_comesFirst() {
    assertThat(Duty.of(RunSamples.requested(1), Optional.of(new FakeConnection(BOOT)), T))
        .isEqualTo(new Duty.Publish());
  }

  @Test
  void ended_isClosed() {
    assertThat(duty(new Cancelled(T), Optional.empty(), T)).isEqualTo(new Duty.Close());
  }

  @Test
  void requested_agentAway_waitsUntilTheDeadline() {
    assertThat(duty(new Requested(), Optional.empty(), DEADLINE.minusMillis(1)))
        .isEqualTo(new Duty.Wait());
    assertThat(duty(new Requested(), Optional.empty(), DEADLINE))
        .isEqualTo(new Duty.Expire(false, "the agent was not there in time"));
  }

  @Test
  void requested_agentThere_isDispatchedButNeverAfterTheDeadline() {
    var agent = Optional.of(new FakeConnection(BOOT));

    assertThat(duty(new Requested(), agent, T)).isEqualTo(new Duty.Dispatch(BOOT));
    assertThat(duty(new Requested(), agent, DEADLINE)).isInstanceOf(Duty.Expire.class);
  }

  @Test
  void approved_sameBootNewConnection_isSentAgainUntilTheDeadline() {
    var agent = new FakeConnection(BOOT);

    assertThat(duty(new Approved(BOOT), Optional.of(agent), T)).isEqualTo(new Duty.Resend());
    assertThat(duty(new Approved(BOOT), Optional.of(agent), DEADLINE)).isEqualTo(new Duty.Wait());
    agent.send(RunSamples.requested(1).order(), BOOT, Duration.ZERO);
    assertThat(duty(new Approved(BOOT), Optional.of(agent), T)).isEqualTo(new Duty.Wait());
  }

  @Test
  void approved_otherBoot_expiresOnceTheAgentHadItsSay() {
    var settled = new FakeConnection(8);
    var fresh = new FakeConnection(8).unsettled();
    var journalled = new FakeConnection(8).journalled(RunSamples.requested(1).id());

    assertThat(duty(new Approved(BOOT), Optional.of(settled), T))
        .isEqualTo(new Duty.Expire(true, "the agent restarted before it started the run"));
    assertThat(duty(new Approved(BOOT), Optional.of(fresh), T)).isEqualTo(new Duty.Wait());
    assertThat(duty(new Approved(BOOT), Optional.of(journalled), T)).isEqualTo(new Duty.Wait());
  }

  @Test
  void approved_noAnswerLongAfterTheDeadline_isGivenUp() {
    Instant late = DEADLINE.plus(Duty.ANSWER_GRACE);

    assertThat(duty(new Approved(BOOT), Optional.empty(), late.minusMillis(1)))
        .isEqualTo(new Duty.Wait());
    assertThat(duty(new Approved(BOOT), Optional.empty(), late)).isInstanceOf(Duty.GiveUp.class);
  }

  @Test
  void started_noEndLongAfterTheTimeout_isGivenUp() {
    Instant late = T.plusSeconds(30).plus(Duty.END_GRACE);
    var agent = Optional.of(new FakeConnection(BOOT));

    assertThat(duty(new RunState.Started(T), agent, late.minusMillis(1)))
        .isEqualTo(new Duty.Wait());
    assertThat(duty(new RunState.Started(T), agent, late)).isInstanceOf(Duty.GiveUp.class);
  }

  private static Duty duty(
      RunState state, Optional<? extends AgentConnection> connection, Instant now) {
    Run run = RunSamples.in(state);
    return Duty.of(run.withPublished(run.transitions().size()), connection, now);
  }
}
