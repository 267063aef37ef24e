package io.aramaki.inventory.domain.action;

import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.action.Parameter.Choices;
import io.aramaki.inventory.domain.action.Parameter.Prefix;
import io.aramaki.inventory.domain.action.Parameter.Range;
import io.aramaki.inventory.domain.role.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Actions for tests.
public final class ActionSamples {
  public static final Instant THEN = Instant.parse("2026-01-01T00:00:00.123Z");

  private ActionSamples() {}

  /// An action with a parameter of each type.
  public static Action flush(String id) {
    return new Action(new ActionId(id), content("web"), THEN, THEN, 1, "r-" + id);
  }

  public static ActionContent content(String system) {
    return content(system, Role.OPERATOR);
  }

  public static ActionContent content(String system, Role role) {
    return new ActionContent(
        new SystemId(system),
        "Flush",
        "Empties the cache",
        Optional.empty(),
        List.of("/usr/bin/flush", "--zone={zone}", "{count}", "{path}"),
        List.of(
            new Parameter(
                "zone", "", new Choices(List.of("all", "images")), Optional.of("all"), false),
            new Parameter("count", "how many", new Range(1, 9), Optional.of("3"), false),
            new Parameter("path", "", new Prefix("/srv/"), Optional.empty(), false)),
        role,
        Duration.ofSeconds(30));
  }
}
