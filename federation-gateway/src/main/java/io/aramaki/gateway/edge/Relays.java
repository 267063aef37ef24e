package io.aramaki.gateway.edge;

import io.aramaki.gateway.domain.session.AgentIdentity;
import io.aramaki.gateway.domain.session.Refusal;
import io.aramaki.gateway.domain.session.RelayedMethod;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// All open streams of agents. An agent has one session of each kind: a newer one takes the place
/// of the older, which is what an agent wants whose old connection died unnoticed.
final class Relays {
  /// After the gateway's own certificate was renewed, sessions move within so many sweeps, not all
  /// at once.
  private static final int SWEEPS_TO_MOVE = 60;

  private record Session(String agent, RelayedMethod method) {}

  private final EdgeServices services;
  private final Set<Relay> open = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<Session, Relay> sessions = new ConcurrentHashMap<>();

  Relays(EdgeServices services) {
    this.services = services;
  }

  void opened(Relay relay) {
    open.add(relay);
    services.progress().streamOpened();
    if (relay.method().isSession() && relay.agent().isPresent()) {
      @Nullable Relay older = sessions.put(session(relay, relay.agent().get()), relay);
      if (older != null) {
        older.cut(
            new Refusal(
                Refusal.Code.ABORTED, "SESSION_REPLACED", "the agent opened a newer session"));
      }
    }
  }

  void closed(Relay relay) {
    open.remove(relay);
    relay.agent().ifPresent(agent -> sessions.remove(session(relay, agent), relay));
  }

  /// Cuts the streams that may not go on, and takes the figures.
  void sweep() {
    long now = services.nanoTime().getAsLong();
    long oldest = 0;
    int mayMove = 1 + open.size() / SWEEPS_TO_MOVE;
    for (Relay relay : open) {
      Optional<Refusal> refusal = relay.admission().recheck(services);
      if (refusal.isPresent()) {
        relay.cut(refusal.get());
      } else if (mayMove > 0 && relay.mustMove()) {
        mayMove--;
        relay.cut(
            Refusal.unavailable(
                "CERTIFICATE_RENEWED", "the gateway has a new certificate; connect again"));
      }
      oldest = Math.max(oldest, relay.oldestUnacknowledgedNanos(now));
    }
    services.progress().observe(sessions.size(), TimeUnit.NANOSECONDS.toMillis(oldest));
  }

  void cutAll(Refusal refusal) {
    open.forEach(relay -> relay.cut(refusal));
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  private static Session session(Relay relay, AgentIdentity agent) {
    return new Session(agent.agent(), relay.method());
  }
}
