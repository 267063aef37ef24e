package io.aramaki.inventory.domain.people;

import java.util.Optional;

/// Where API tokens are kept until they end.
public interface ApiTokenStore {
  Optional<ApiToken> find(String secretSha256);

  void insert(ApiToken token);
}
