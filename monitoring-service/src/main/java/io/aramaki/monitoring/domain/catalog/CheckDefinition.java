package io.aramaki.monitoring.domain.catalog;

import io.aramaki.monitoring.domain.check.CheckPolicy;
import io.aramaki.monitoring.domain.check.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// One check definition. An instance is valid: [DefinitionRules] says what that means.
///
/// @param name `orgs/{org}/checks/{check}`
/// @param system the system that is checked
/// @param agent the agent that runs it; empty for the agents whose own system is `system`
/// @param description what it means and what to do
/// @param kind what is run
/// @param interval from one start to the next while HARD
/// @param retryInterval from one start to the next while SOFT
/// @param maxAttempts so many problems in a row make it HARD
/// @param timeout after which the plugin is killed
/// @param ttl how long silence may last; zero for ever
/// @param ttlStatus the status when it lasted longer
/// @param ttlWhileAway whether the ttl expires also while the keepalive of the agent fails
/// @param everyProblemHard `volatile`: every problem is HARD
/// @param maxOutputBytes the most bytes of output that are kept
/// @param labels labels of its alerts
/// @param createTime when it was created
/// @param updateTime when it was last changed
/// @param etag changes with every change
public record CheckDefinition(
    String name,
    String system,
    String agent,
    String description,
    CheckKind kind,
    Duration interval,
    Duration retryInterval,
    int maxAttempts,
    Duration timeout,
    Duration ttl,
    Status ttlStatus,
    boolean ttlWhileAway,
    boolean everyProblemHard,
    int maxOutputBytes,
    Map<String, String> labels,
    Instant createTime,
    Instant updateTime,
    String etag) {
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(60);
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
  public static final int DEFAULT_ATTEMPTS = 3;
  public static final int DEFAULT_OUTPUT_BYTES = 16 << 10;

  public CheckDefinition {
    labels = Map.copyOf(labels);
    DefinitionRules.require(
        name,
        system,
        agent,
        description,
        kind,
        interval,
        retryInterval,
        maxAttempts,
        timeout,
        ttl,
        ttlStatus,
        maxOutputBytes,
        labels);
  }

  /// What the state machine must know of it.
  public CheckPolicy policy() {
    return new CheckPolicy(maxAttempts, everyProblemHard, ttl, ttlStatus, labels);
  }

  /// Tells whether an agent runs it.
  ///
  /// @param itsSystem the agent's own system
  public boolean isRunBy(String thatAgent, String itsSystem) {
    return agent.isEmpty() ? system.equals(itsSystem) : agent.equals(thatAgent);
  }

  /// The same as of a change.
  public CheckDefinition stamped(Instant created, Instant updated, String nextEtag) {
    return new CheckDefinition(
        name,
        system,
        agent,
        description,
        kind,
        interval,
        retryInterval,
        maxAttempts,
        timeout,
        ttl,
        ttlStatus,
        ttlWhileAway,
        everyProblemHard,
        maxOutputBytes,
        labels,
        created,
        updated,
        nextEtag);
  }
}
