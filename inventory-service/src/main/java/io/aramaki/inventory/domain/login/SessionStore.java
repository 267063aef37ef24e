package io.aramaki.inventory.domain.login;

import java.time.Instant;
import java.util.Optional;

/// Where sessions are kept until they end.
public interface SessionStore {
  Optional<Session> find(String secretSha256);

  void insert(Session session, Instant now);

  /// Notes that a session was used; does nothing if there is no such session.
  void used(Session session, Instant now);

  void remove(String secretSha256);
}
