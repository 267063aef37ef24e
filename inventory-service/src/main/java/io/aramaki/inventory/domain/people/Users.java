package io.aramaki.inventory.domain.people;

import io.aramaki.inventory.domain.InventoryException.AlreadyExists;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.InventoryException.NotFound;
import io.aramaki.inventory.domain.InventoryException.WrongPassword;
import io.aramaki.inventory.domain.Page;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.login.Attempts;
import io.aramaki.kit.app.Redacted;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Keeps users: the only writer of [UserStore].
public final class Users {
  public static final int PASSWORD_LENGTH_MIN = 12;
  public static final int PASSWORD_LENGTH_MAX = 200;

  private final UserStore store;
  private final PasswordHasher hasher;
  private final Attempts attempts;
  private final Clock clock;

  public Users(UserStore store, PasswordHasher hasher, Attempts attempts, Clock clock) {
    this.store = store;
    this.hasher = hasher;
    this.attempts = attempts;
    this.clock = clock;
  }

  public User get(UserId id) {
    return find(id).orElseThrow(() -> new NotFound(Kind.USER, id));
  }

  public Optional<User> find(UserId id) {
    return store.find(id);
  }

  /// Tells whether the user exists and may log in.
  public boolean mayLogIn(UserId id) {
    return find(id).filter(user -> !user.disabled()).isPresent();
  }

  public Page<User> list(Optional<UserId> after, int size) {
    return Page.cut(store.list(after, size + 1), size, user -> user.id().value());
  }

  public User create(UserId id, String displayName, boolean disabled, Redacted password) {
    requirePassword("password", password);
    var user =
        new User(
            id,
            displayName,
            disabled,
            hasher.hash(password),
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            1);
    if (!store.insert(user)) {
      throw new AlreadyExists(Kind.USER, id);
    }
    return user;
  }

  /// Sets one's own password. Guesses of the current one count as failed logins.
  public void changePassword(UserId id, Redacted current, Redacted next) {
    requirePassword("new_password", next);
    User user = get(id);
    Attempts.Reservation reservation = attempts.reserveForUser(id.value());
    if (!hasher.matches(current, user.passwordHash())) {
      throw new WrongPassword();
    }
    reservation.succeeded();
    replacePassword(id, next);
  }

  /// Sets somebody's password without knowing the one in force; ends their sessions.
  public void resetPassword(UserId id, Redacted next) {
    requirePassword("new_password", next);
    User _ = get(id);
    replacePassword(id, next);
  }

  private void replacePassword(UserId id, Redacted password) {
    String hash = hasher.hash(password);
    while (!store.replace(get(id).withPassword(hash))) {
      Thread.onSpinWait();
    }
  }

  private static void requirePassword(String field, Redacted password) {
    String text = password.reveal();
    int length = text.codePointCount(0, text.length());
    if (length < PASSWORD_LENGTH_MIN || length > PASSWORD_LENGTH_MAX) {
      throw new Invalid(
          Kind.PASSWORD,
          field,
          "has "
              + length
              + " characters, must have "
              + PASSWORD_LENGTH_MIN
              + " to "
              + PASSWORD_LENGTH_MAX);
    }
  }
}
