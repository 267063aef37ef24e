package io.aramaki.agent.session;

import io.aramaki.agent.action.Actions;
import io.aramaki.agent.action.RunJournal;
import io.aramaki.agent.session.held.Held;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Takes orders for as long as the agent runs, session after session.
public final class Control implements AutoCloseable {
  private final ControlSession.Context context;
  private volatile @Nullable ControlSession current;
  private final SessionLoop loop;

  private Control(ControlSession.Context context, Gateways gateways, RandomGenerator random) {
    this.context = context;
    context.journal().onChange(this::signal);
    this.loop =
        SessionLoop.start(
            "control",
            gateways,
            channel -> {
              var session = new ControlSession(this.context);
              current = session;
              session.run(channel);
            },
            random);
  }

  /// Starts.
  ///
  /// @param system the system that the agent's host is
  /// @param boot this boot
  /// @param facts collects the facts about the host
  /// @param ackTimeout after which a session without an acknowledgement is given up
  public static Control start(
      Gateways gateways,
      Held held,
      Actions actions,
      RunJournal journal,
      String system,
      long boot,
      String version,
      Supplier<Map<String, String>> facts,
      Duration ackTimeout,
      Clock clock,
      LongSupplier nanoTime,
      RandomGenerator random) {
    var context =
        new ControlSession.Context(
            held, actions, journal, system, boot, version, facts, ackTimeout, clock, nanoTime);
    return new Control(context, gateways, random);
  }

  @Override
  public void close() {
    loop.close();
  }

  private void signal() {
    @Nullable ControlSession session = current;
    if (session != null) {
      session.signal();
    }
  }
}
