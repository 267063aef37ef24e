package io.aramaki.inventory.domain.enrolment;

import java.util.Optional;

/// Where enrolment tokens are kept, for a while after they ended so that the log can tell why.
public interface EnrolmentTokenStore {
  Optional<EnrolmentToken> find(String id);

  /// Answers false, and changes nothing, if the id is taken.
  boolean insert(EnrolmentToken token);

  /// Consumes a token that nobody used; answers false, and changes nothing, if somebody did.
  boolean consume(String id, String keySha256);

  /// Keeps what was issued; answers false, and changes nothing, if something was issued before.
  boolean issued(String id, String keySha256, IssuedCertificate certificate);
}
