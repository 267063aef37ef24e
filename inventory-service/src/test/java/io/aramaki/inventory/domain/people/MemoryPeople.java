package io.aramaki.inventory.domain.people;

import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.VersionedMap;
import io.aramaki.inventory.domain.login.ApiToken;
import io.aramaki.inventory.domain.login.ApiTokenStore;
import io.aramaki.inventory.domain.login.Attempt;
import io.aramaki.inventory.domain.login.AttemptStore;
import io.aramaki.inventory.domain.login.Session;
import io.aramaki.inventory.domain.login.SessionStore;
import io.aramaki.inventory.domain.role.RoleBinding;
import io.aramaki.inventory.domain.role.RoleBindingStore;
import io.aramaki.inventory.domain.role.RoleBindings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Keeps all that is known of people in memory.
public final class MemoryPeople {
  private final MemoryUsers users = new MemoryUsers();
  private final MemoryAttempts attempts = new MemoryAttempts();
  private final MemorySessions sessions = new MemorySessions();
  private final MemoryApiTokens apiTokens = new MemoryApiTokens();
  private final MemoryRoleBindings roleBindings = new MemoryRoleBindings();

  public UserStore users() {
    return users;
  }

  public AttemptStore attempts() {
    return attempts;
  }

  public SessionStore sessions() {
    return sessions;
  }

  public ApiTokenStore apiTokens() {
    return apiTokens;
  }

  public RoleBindingStore roleBindings() {
    return roleBindings;
  }

  private static final class MemoryUsers implements UserStore {
    private final VersionedMap<User> all = new VersionedMap<>();

    @Override
    public Optional<User> find(UserId id) {
      return all.find(id.value());
    }

    @Override
    public List<User> list(Optional<UserId> after, int limit) {
      return all.after(after.map(UserId::value), limit);
    }

    @Override
    public boolean insert(User user) {
      return all.insert(user.id().value(), user);
    }

    @Override
    public boolean replace(User next) {
      return all.replace(next.id().value(), next, kept -> kept.version() == next.version() - 1);
    }
  }

  private static final class MemoryAttempts implements AttemptStore {
    private final VersionedMap<Attempt> all = new VersionedMap<>();

    @Override
    public Optional<Attempt> find(String key) {
      return all.find(key);
    }

    @Override
    public synchronized boolean replace(Attempt next, int failuresBefore) {
      return failuresBefore == 0
          ? all.insert(next.key(), next)
          : all.replace(next.key(), next, kept -> kept.failures() == failuresBefore);
    }

    @Override
    public boolean remove(String key, int failuresBefore) {
      return all.remove(key, kept -> kept.failures() == failuresBefore);
    }
  }

  private static final class MemorySessions implements SessionStore {
    private final VersionedMap<Session> all = new VersionedMap<>();

    @Override
    public Optional<Session> find(String secretSha256) {
      return all.find(secretSha256);
    }

    @Override
    public void insert(Session session, Instant now) {
      all.put(session.secretSha256(), session);
    }

    @Override
    public void used(Session session, Instant now) {
      var next =
          new Session(
              session.secretSha256(),
              session.user(),
              session.userVersion(),
              session.expireTime(),
              now);
      boolean _ = all.replace(session.secretSha256(), next, _ -> true);
    }

    @Override
    public void remove(String secretSha256) {
      boolean _ = all.remove(secretSha256, _ -> true);
    }
  }

  private static final class MemoryApiTokens implements ApiTokenStore {
    private final VersionedMap<ApiToken> all = new VersionedMap<>();

    @Override
    public Optional<ApiToken> find(String secretSha256) {
      return all.find(secretSha256);
    }

    @Override
    public List<ApiToken> of(UserId user, int limit) {
      return all.after(Optional.empty(), Integer.MAX_VALUE).stream()
          .filter(token -> token.user().equals(user))
          .limit(limit)
          .toList();
    }

    @Override
    public void insert(ApiToken token) {
      all.put(token.secretSha256(), token);
    }

    @Override
    public void remove(ApiToken token) {
      boolean _ = all.remove(token.secretSha256(), _ -> true);
    }
  }

  private static final class MemoryRoleBindings implements RoleBindingStore {
    private RoleBindings kept = new RoleBindings(0, List.of());

    @Override
    public synchronized RoleBindings read() {
      return kept;
    }

    @Override
    public boolean put(RoleBinding binding, long version) {
      return replace(version, all -> all.with(binding, _ -> true));
    }

    @Override
    public boolean remove(RoleBinding binding, long version) {
      return replace(
          version,
          all ->
              new RoleBindings(
                  version + 1,
                  all.bindings().stream().filter(other -> !other.isAbout(binding)).toList()));
    }

    private synchronized boolean replace(long version, UnaryOperator<RoleBindings> next) {
      if (kept.version() != version) {
        return false;
      }
      kept = next.apply(kept);
      return true;
    }
  }
}
