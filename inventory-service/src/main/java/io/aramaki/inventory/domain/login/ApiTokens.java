package io.aramaki.inventory.domain.login;

import io.aramaki.inventory.domain.InventoryException.ApiTokenRefused;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.InventoryException.NotFound;
import io.aramaki.inventory.domain.InventoryException.OverCapacity;
import io.aramaki.inventory.domain.Texts;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.people.User;
import io.aramaki.inventory.domain.people.Users;
import io.aramaki.inventory.domain.secret.Digests;
import io.aramaki.inventory.domain.secret.Secrets;
import io.aramaki.kit.app.Redacted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Makes and checks API tokens.
public final class ApiTokens {
  public static final Duration LIFE_DEFAULT = Duration.ofDays(90);
  public static final Duration LIFE_MAX = Duration.ofDays(366);
  private static final int DISPLAY_NAME_LENGTH_MAX = 120;
  private static final int SECRET_BYTES = 32;
  private static final int TOKENS_MAX = 100;
  private static final Duration FULL_RETRY = Duration.ofDays(1);

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
  public record Fresh(Redacted token, ApiToken kept) {}

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
    if (of(user).size() >= TOKENS_MAX) {
      throw new OverCapacity("API tokens of one user", TOKENS_MAX, FULL_RETRY);
    }
    String token = ApiToken.PREFIX + secrets.text(SECRET_BYTES);
    var kept = new ApiToken(Digests.sha256Hex(token), user, displayName, now, expireTime);
    store.insert(kept);
    return new Fresh(Redacted.of(token), kept);
  }

  /// Answers the tokens of a user that have not ended, oldest first.
  public List<ApiToken> of(UserId user) {
    User _ = users.get(user);
    Instant now = clock.instant();
    return store.of(user, TOKENS_MAX).stream()
        .filter(token -> now.isBefore(token.expireTime()))
        .sorted(Comparator.comparing(ApiToken::createTime).thenComparing(ApiToken::id))
        .toList();
  }

  /// Ends a token for good.
  public void revoke(UserId user, String id) {
    ApiToken token =
        store.of(user, TOKENS_MAX).stream()
            .filter(kept -> kept.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new NotFound(Kind.API_TOKEN, id));
    store.remove(token);
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
