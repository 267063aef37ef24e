package io.aramaki.inventory.domain.run;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.SystemId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What was asked for: never changes.
///
/// @param id the run
/// @param system the system
/// @param agent the agent that executes it
/// @param requester who asked: a resource name
/// @param parameters by name, defaults filled in
/// @param command the arguments of the definition at the time of the request
/// @param definitionSha256 names that definition, lower-case hex
/// @param timeout after which the process is killed
/// @param createTime when it was asked for
/// @param expireTime when it expires unless it is started
/// @param traceparent of the request, W3C; or empty
public record RunOrder(
    RunId id,
    SystemId system,
    AgentId agent,
    String requester,
    Map<String, String> parameters,
    List<String> command,
    String definitionSha256,
    Duration timeout,
    Instant createTime,
    Instant expireTime,
    String traceparent) {
  public RunOrder {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    command = List.copyOf(command);
  }
}
