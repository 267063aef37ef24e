package io.aramaki.inventory.domain.login;

import io.aramaki.inventory.domain.InventoryException.LoginRefused;
import io.aramaki.inventory.domain.InventoryException.SessionEnded;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.people.PasswordHasher;
import io.aramaki.inventory.domain.people.User;
import io.aramaki.inventory.domain.people.Users;
import io.aramaki.inventory.domain.secret.Digests;
import io.aramaki.inventory.domain.secret.Secrets;
import io.aramaki.kit.app.Redacted;
import io.aramaki.kit.name.ResourceName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens, checks and ends sessions.
public final class Logins {
  private static final Logger log = LoggerFactory.getLogger(Logins.class);
  private static final int SECRET_BYTES = 32;

  /// Using a session is noted at most this often.
  private static final Duration USE_STEP = Duration.ofMinutes(1);

  private final SessionStore sessions;
  private final Users users;
  private final Attempts attempts;
  private final PasswordHasher hasher;
  private final Secrets secrets;
  private final Session.Limits limits;
  private final Clock clock;
  private final String nobodysHash;

  public Logins(
      SessionStore sessions,
      Users users,
      Attempts attempts,
      PasswordHasher hasher,
      Secrets secrets,
      Session.Limits limits,
      Clock clock) {
    this.sessions = sessions;
    this.users = users;
    this.attempts = attempts;
    this.hasher = hasher;
    this.secrets = secrets;
    this.limits = limits;
    this.clock = clock;
    this.nobodysHash = hasher.hash(Redacted.of(secrets.text(SECRET_BYTES)));
  }

  /// A session as its owner gets it, once.
  public record Opened(Redacted secret, User user, Instant expireTime) {}

  /// Checks a password and opens a session. An unknown user costs the same time as a known one: the
  /// password is compared with the hash of a secret that nobody knows.
  ///
  /// @throws LoginRefused if anything is wrong
  public Opened login(String userId, Redacted password, String remoteAddress) {
    Attempts.Reservation reservation = attempts.reserve(userId, remoteAddress);
    Optional<User> user =
        ResourceName.isId(userId) ? users.find(new UserId(userId)) : Optional.empty();
    boolean right = hasher.matches(password, user.map(User::passwordHash).orElse(nobodysHash));
    if (user.isEmpty() || !right || user.get().disabled()) {
      log.atWarn()
          .addKeyValue("address", remoteAddress)
          .addKeyValue("known", user.isPresent())
          .log("login refused");
      throw new LoginRefused();
    }
    reservation.succeeded();
    return open(user.get());
  }

  /// Answers whose session this is.
  ///
  /// @throws SessionEnded if it is unknown, has ended, or its user may not log in any more
  public User check(Redacted secret) {
    Instant now = clock.instant();
    Session session =
        sessions.find(Digests.sha256Hex(secret.reveal())).orElseThrow(SessionEnded::new);
    User user =
        users
            .find(session.user())
            .filter(kept -> !kept.disabled() && kept.version() == session.userVersion())
            .filter(_ -> !session.hasEnded(now, limits))
            .orElseThrow(SessionEnded::new);
    if (session.useTime().plus(USE_STEP).isBefore(now)) {
      sessions.used(session, now.truncatedTo(ChronoUnit.MILLIS));
    }
    return user;
  }

  /// Ends a session; one that does not exist has ended.
  public void logout(Redacted secret) {
    sessions.remove(Digests.sha256Hex(secret.reveal()));
  }

  private Opened open(User user) {
    String secret = secrets.text(SECRET_BYTES);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Instant expireTime = now.plus(limits.absolute());
    sessions.insert(
        new Session(Digests.sha256Hex(secret), user.id(), user.version(), expireTime, now), now);
    return new Opened(Redacted.of(secret), user, expireTime);
  }
}
