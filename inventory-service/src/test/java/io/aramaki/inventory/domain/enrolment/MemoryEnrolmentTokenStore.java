package io.aramaki.inventory.domain.enrolment;

import io.aramaki.inventory.domain.VersionedMap;
import io.aramaki.inventory.domain.enrolment.EnrolmentToken.Use;
import java.util.Optional;
import java.util.function.Predicate;

/// Keeps enrolment tokens in memory.
public final class MemoryEnrolmentTokenStore implements EnrolmentTokenStore {
  private final VersionedMap<EnrolmentToken> tokens = new VersionedMap<>();

  @Override
  public Optional<EnrolmentToken> find(String id) {
    return tokens.find(id);
  }

  @Override
  public boolean insert(EnrolmentToken token) {
    return tokens.insert(token.id(), token);
  }

  @Override
  public boolean consume(String id, String keySha256) {
    return use(id, new Use(keySha256, Optional.empty()), kept -> kept.use().isEmpty());
  }

  @Override
  public boolean issued(String id, String keySha256, IssuedCertificate certificate) {
    var before = Optional.of(new Use(keySha256, Optional.empty()));
    return use(id, new Use(keySha256, Optional.of(certificate)), kept -> kept.use().equals(before));
  }

  private synchronized boolean use(String id, Use use, Predicate<EnrolmentToken> condition) {
    return find(id)
        .filter(condition)
        .map(kept ->
            new EnrolmentToken(
                kept.id(),
                kept.secretSha256(),
                kept.holder(),
                kept.creator(),
                kept.expireTime(),
                Optional.of(use)))
        .filter(next -> tokens.replace(id, next, _ -> true))
        .isPresent();
  }
}
