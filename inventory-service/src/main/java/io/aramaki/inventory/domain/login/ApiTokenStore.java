package io.aramaki.inventory.domain.login;

import io.aramaki.inventory.domain.UserId;
import java.util.List;
import java.util.Optional;

/// Where API tokens are kept until they end or are removed.
public interface ApiTokenStore {
  Optional<ApiToken> find(String secretSha256);

  /// Answers the tokens of a user, in order of their ids.
  List<ApiToken> of(UserId user, int limit);

  void insert(ApiToken token);

  void remove(ApiToken token);
}
