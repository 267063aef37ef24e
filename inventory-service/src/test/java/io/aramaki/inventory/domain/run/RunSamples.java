package io.aramaki.inventory.domain.run;

import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.SystemId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Runs for tests.
public final class RunSamples {
  public static final Instant THEN = Instant.parse("2026-01-01T00:00:00.123Z");
  public static final String AGENT = "orgs/o/agents/a1";

  private RunSamples() {}

  public static Run requested(int number) {
    return requested(number, "flush", THEN);
  }

  public static Run requested(int number, String action, Instant time) {
    return Run.requested(
        new RunOrder(
            new RunId(new ActionId(action), new UUID(0x1000, number)),
            new SystemId("web"),
            new AgentId("a1"),
            "orgs/o/users/alice",
            Map.of("zone", "all", "empty", ""),
            List.of("/bin/flush", "{zone}"),
            "d".repeat(64),
            Duration.ofSeconds(30),
            time,
            time.plusSeconds(60),
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
  }

  static Run in(RunState state) {
    Run run = requested(1);
    return state instanceof RunState.Requested ? run : run.to(state, THEN, "x", "");
  }
}
