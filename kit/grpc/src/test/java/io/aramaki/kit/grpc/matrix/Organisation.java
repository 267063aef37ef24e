package io.aramaki.kit.grpc.matrix;

import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.sign.SigningKey;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;

/// What an organisation under test offers to [MemberCallers]. With the authority and the token key
/// they make all papers themselves; the rest is what the server must know before they come.
public interface Organisation {
  /// The ids of five people, each with the rights that the [CallerKind] of that name has.
  ///
  /// @param nobody is known and has no right
  /// @param viewer may see the whole organisation
  /// @param writer may write samples to the whole organisation
  /// @param operatorElsewhere is operator of a system that no request touches
  /// @param admin is administrator of the whole organisation
  record People(
      String nobody, String viewer, String writer, String operatorElsewhere, String admin) {}

  /// An agent that the server knows.
  ///
  /// @param name `orgs/{org}/agents/{agent}`
  /// @param certificate the one that it shows to the gateway
  record Agent(String name, Sha256 certificate) {}

  /// Answers the id of the organisation.
  OrgId org();

  /// Answers who certifies the members.
  CertificateAuthority authority();

  /// Answers the key that signs the internal tokens.
  SigningKey tokenKey();

  /// Answers the clock by which certificates and tokens live.
  Clock clock();

  /// Answers where the keys of members may be kept.
  Path directory();

  /// Answers the people.
  People people();

  /// Answers the agent for which the gateway vouches.
  Agent agent();

  /// Revokes certificates. When it returns, the server knows it, or does not run yet and will know.
  void revoke(Set<Sha256> certificates);

  /// Answers `orgs/{org}/users/{user}`.
  default String user(String user) {
    return org().resourceName() + "/users/" + user;
  }
}
