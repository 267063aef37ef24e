package io.aramaki.inventory.domain.agent;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.Change;
import io.aramaki.inventory.domain.InventoryException.AgentAmbiguous;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.InventoryException.NotFound;
import io.aramaki.inventory.domain.InventoryException.OverCapacity;
import io.aramaki.inventory.domain.InventoryException.Revoked;
import io.aramaki.inventory.domain.InventoryException.StaleEtag;
import io.aramaki.inventory.domain.Page;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.Texts;
import io.aramaki.inventory.domain.agent.Agent.Certificate;
import io.aramaki.inventory.domain.agent.Revocation.RevokedAgent;
import io.aramaki.inventory.domain.agent.Revocation.RevokedCertificate;
import io.aramaki.inventory.domain.timeline.Timeline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Keeps agents: the only writer of [AgentStore].
public final class Agents {
  private static final int REASON_LENGTH_MAX = 500;
  private static final int CERTIFICATES_MAX = 16;
  private static final Duration RENEW_RETRY = Duration.ofHours(1);

  private final AgentStore store;
  private final Revocations revocations;
  private final Predicate<SystemId> systemExists;
  private final Timeline timeline;
  private final Clock clock;

  public Agents(
      AgentStore store,
      Revocations revocations,
      Predicate<SystemId> systemExists,
      Timeline timeline,
      Clock clock) {
    this.store = store;
    this.revocations = revocations;
    this.systemExists = systemExists;
    this.timeline = timeline;
    this.clock = clock;
  }

  public Agent get(AgentId id) {
    return find(id).orElseThrow(() -> new NotFound(Kind.AGENT, id));
  }

  public Optional<Agent> find(AgentId id) {
    return store.find(id);
  }

  public Page<Agent> list(Optional<AgentId> after, int size) {
    return Page.cut(store.list(after, size + 1), size, agent -> agent.id().value());
  }

  /// Answers the agent that executes an action: the named one, or the only one of the system.
  public Agent executor(SystemId system, Optional<AgentId> named) {
    if (named.isPresent()) {
      return store
          .find(named.get())
          .filter(agent -> !agent.isRevoked() && agent.subjects().contains(system))
          .orElseThrow(() -> new NotFound(Kind.AGENT, named.get()));
    }
    List<Agent> candidates = store.of(system).stream().filter(agent -> !agent.isRevoked()).toList();
    if (candidates.size() > 1) {
      throw new AgentAmbiguous(system, candidates.size());
    }
    return candidates.stream()
        .findFirst()
        .orElseThrow(() -> new NotFound(Kind.AGENT, "of system " + system));
  }

  /// Changes for which systems an agent may report.
  public Agent update(AgentId id, UnaryOperator<SubjectSet> edit, String etag, Change change) {
    Agent kept = get(id);
    kept.requireEtag(etag);
    if (kept.isRevoked()) {
      throw new Revoked("agent " + id);
    }
    Agent next = kept.with(edit.apply(kept.subjects()));
    requireSystems(next.subjects());
    if (!store.replace(kept, next)) {
      throw new StaleEtag(Kind.AGENT, id);
    }
    timeline.agentChanged(
        id, next.system(), next.etag(), "agent " + id + " changed", now(), change);
    return next;
  }

  /// Records that an agent was enrolled; a second time with the same certificate does nothing. A
  /// certificate that the agent had before is revoked: one agent has one key.
  public Agent enrolled(AgentId id, SubjectSet subjects, Certificate certificate, Change change) {
    while (true) {
      Optional<Agent> kept = store.find(id);
      if (kept.isEmpty()) {
        var agent = new Agent(id, subjects, List.of(certificate), now(), Optional.empty(), 1);
        if (store.insert(agent)) {
          return announce(agent, change);
        }
      } else if (kept.get().isRevoked()) {
        throw new Revoked("agent " + id);
      } else if (kept.get().certificates().contains(certificate)) {
        return announce(kept.get(), change);
      } else {
        Agent next = kept.get().enrolledAgain(subjects(kept.get(), subjects), certificate);
        revokeCertificates(kept.get(), "agent " + id + " was enrolled again", change);
        if (store.replace(kept.get(), next)) {
          return announce(next, change);
        }
      }
    }
  }

  /// Records a renewed certificate; the one before it stays valid until it ends.
  public Agent renewed(AgentId id, Certificate certificate) {
    while (true) {
      Agent kept = get(id);
      if (kept.isRevoked()) {
        throw new Revoked("agent " + id);
      }
      Agent next = kept.renewed(certificate, now());
      if (next.certificates().size() > CERTIFICATES_MAX) {
        throw new OverCapacity("valid certificates of one agent", CERTIFICATES_MAX, RENEW_RETRY);
      }
      if (store.replace(kept, next)) {
        return next;
      }
    }
  }

  /// Revokes an agent for good; a second time does nothing. The revocation log comes first: a crash
  /// in between leaves an agent that cannot connect, not one that can.
  public Agent revoke(AgentId id, String reason, Change change) {
    Texts.require(Kind.AGENT, "reason", reason, REASON_LENGTH_MAX);
    while (true) {
      Agent kept = get(id);
      Instant now = now();
      revocations.revoke(new RevokedAgent(id), now, reason, change.actor());
      revokeCertificates(kept, reason, change);
      Agent next = kept.isRevoked() ? kept : kept.revoked(now);
      if (kept.isRevoked() || store.replace(kept, next)) {
        announceRevocation(next, change);
        return next;
      }
    }
  }

  /// Refuses subjects that do not exist.
  public void requireSystems(SubjectSet subjects) {
    for (SystemId system : subjects.systems()) {
      if (!systemExists.test(system)) {
        throw new Invalid(
            Kind.AGENT, "system", "\"" + system + "\" does not exist; create it first");
      }
    }
  }

  private void revokeCertificates(Agent agent, String reason, Change change) {
    for (Certificate certificate : agent.certificates()) {
      revocations.revoke(
          new RevokedCertificate(certificate.sha256()), now(), reason, change.actor());
    }
  }

  /// Tells what the log says, which is what the first of several callers said.
  private void announceRevocation(Agent agent, Change change) {
    Revocation revocation = revocations.find(new RevokedAgent(agent.id())).orElseThrow();
    String why = revocation.reason().isBlank() ? "" : ": " + revocation.reason();
    timeline.agentChanged(
        agent.id(),
        agent.system(),
        "revoked",
        "agent " + agent.id() + " revoked" + why,
        revocation.time(),
        new Change(revocation.actor(), change.traceparent()));
  }

  private Agent announce(Agent agent, Change change) {
    timeline.agentChanged(
        agent.id(),
        agent.system(),
        "enrolled-" + agent.certificate().sha256(),
        "agent " + agent.id() + " enrolled",
        now(),
        change);
    return agent;
  }

  private static SubjectSet subjects(Agent kept, SubjectSet wanted) {
    SubjectSet now = kept.subjects();
    boolean same =
        now.system().equals(wanted.system()) && now.proxySystems().equals(wanted.proxySystems());
    return same ? now : now.next(wanted.system(), wanted.proxySystems());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
