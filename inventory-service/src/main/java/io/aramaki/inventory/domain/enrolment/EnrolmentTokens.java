package io.aramaki.inventory.domain.enrolment;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.Change;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.agent.Agent;
import io.aramaki.inventory.domain.agent.Agents;
import io.aramaki.inventory.domain.agent.SubjectSet;
import io.aramaki.inventory.domain.enrolment.Holder.ForAgent;
import io.aramaki.inventory.domain.enrolment.Holder.ForService;
import io.aramaki.inventory.domain.secret.Digests;
import io.aramaki.inventory.domain.secret.Secrets;
import io.aramaki.kit.app.Redacted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Makes enrolment tokens.
public final class EnrolmentTokens {
  public static final Duration TTL_DEFAULT = Duration.ofHours(1);
  public static final Duration TTL_MAX = Duration.ofDays(7);
  private static final Duration TTL_MIN = Duration.ofSeconds(1);

  /// The services that have a role of their own.
  private static final Set<String> SERVICES =
      Set.of("inventory", "monitoring", "alerting", "ticketing", "gateway");

  private static final int ID_BYTES = 9;
  private static final int SECRET_BYTES = 16;
  private static final int INSTANCE_LENGTH = 8;

  private final EnrolmentTokenStore store;
  private final Agents agents;
  private final Secrets secrets;
  private final Clock clock;

  public EnrolmentTokens(EnrolmentTokenStore store, Agents agents, Secrets secrets, Clock clock) {
    this.store = store;
    this.agents = agents;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// A token as its receiver gets it, once.
  ///
  /// @param secretHex its secret, 128 bits in hex
  public record Fresh(String id, Redacted secretHex, Instant expireTime) {}

  /// Makes a token for an agent.
  public Fresh forAgent(
      AgentId agent, SystemId system, List<SystemId> proxies, Optional<Duration> ttl, Change by) {
    agents.requireSystems(SubjectSet.first(system, proxies));
    if (agents.find(agent).filter(Agent::isRevoked).isPresent()) {
      throw invalid("agent_id", "agent \"" + agent + "\" is revoked for good; choose another id");
    }
    return make(new ForAgent(agent, system, proxies), ttl, by);
  }

  /// Makes a token for a new instance of a service.
  public Fresh forService(String service, Optional<Duration> ttl, Change by) {
    if (!SERVICES.contains(service)) {
      throw invalid("service", "\"" + service + "\" is none of " + new TreeSet<>(SERVICES));
    }
    String instance =
        "i" + Digests.sha256Hex(secrets.bytes(SECRET_BYTES)).substring(0, INSTANCE_LENGTH);
    return make(new ForService(service, instance), ttl, by);
  }

  private Fresh make(Holder holder, Optional<Duration> wanted, Change by) {
    Duration ttl = wanted.orElse(TTL_DEFAULT);
    if (ttl.compareTo(TTL_MIN) < 0 || ttl.compareTo(TTL_MAX) > 0) {
      throw invalid("ttl", "is " + ttl + ", must be 1 s to 7 d");
    }
    byte[] secret = secrets.bytes(SECRET_BYTES);
    Instant expireTime = clock.instant().plus(ttl).truncatedTo(ChronoUnit.MILLIS);
    while (true) {
      String id = secrets.text(ID_BYTES);
      var token =
          new EnrolmentToken(
              id, Digests.sha256Hex(secret), holder, by.actor(), expireTime, Optional.empty());
      if (store.insert(token)) {
        return new Fresh(id, Redacted.of(HexFormat.of().formatHex(secret)), expireTime);
      }
    }
  }

  private static Invalid invalid(String field, String message) {
    return new Invalid(Kind.ENROLMENT_TOKEN, field, message);
  }
}
