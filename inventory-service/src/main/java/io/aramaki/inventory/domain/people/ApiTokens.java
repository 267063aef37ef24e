package io.aramaki.inventory.domain.people;

import io.aramaki.inventory.domain.Digests;
import io.aramaki.inventory.domain.InventoryException.ApiTokenRefused;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.Secrets;
import io.aramaki.inventory.domain.Texts;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.kit.app.Redacted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Makes and checks API tokens.
public final class ApiTokens {
  public static final Duration LIFE_DEFAULT = Duration.ofDays(90);
  public static final Duration LIFE_MAX = Duration.ofDays(366);
  private static final int DISPLAY_NAME_LENGTH_MAX = 120;
  private static final int SECRET_BYTES = 32;

  private final ApiTokenStore store;
  private final Users users;
  private final Secrets secrets;
  private final Clock clock;

  public ApiTokens(ApiTokenStore store, Users users, Secrets secrets, Clock clock) {
    this.store = store;
    this.users = users;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// A token as its receiver gets it, once.
  public record Fresh(Redacted token, Instant expireTime) {}

  public Fresh create(UserId user, String displayName, Optional<Instant> wantedExpireTime) {
    Texts.requireSome(Kind.API_TOKEN, "display_name", displayName, DISPLAY_NAME_LENGTH_MAX);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Instant expireTime =
        wantedExpireTime.orElse(now.plus(LIFE_DEFAULT)).truncatedTo(ChronoUnit.MILLIS);
    if (!expireTime.isAfter(now) || expireTime.isAfter(now.plus(LIFE_MAX))) {
      throw new Invalid(
          Kind.API_TOKEN,
          "expire_time",
          "is " + expireTime + ", must lie within one year from now (" + now + ")");
    }
    User _ = users.get(user);
    String token = ApiToken.PREFIX + secrets.text(SECRET_BYTES);
    store.insert(new ApiToken(Digests.sha256Hex(token), user, displayName, now, expireTime));
    return new Fresh(Redacted.of(token), expireTime);
  }

  /// Answers whose token this is.
  ///
  /// @throws ApiTokenRefused if it is unknown, has ended, or its user may not log in
  public User check(Redacted token) {
    return store
        .find(Digests.sha256Hex(token.reveal()))
        .filter(kept -> clock.instant().isBefore(kept.expireTime()))
        .flatMap(kept -> users.find(kept.user()))
        .filter(user -> !user.disabled())
        .orElseThrow(ApiTokenRefused::new);
  }
}
