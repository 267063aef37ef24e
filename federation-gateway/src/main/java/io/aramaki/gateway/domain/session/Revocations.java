package io.aramaki.gateway.domain.session;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/// Which agents and certificates may not connect.
///
/// @param known false until a whole list has been heard or read: nobody may connect then
/// @param agents by resource name
/// @param certificates SHA-256 of the DER, lower-case hex
public record Revocations(boolean known, Set<String> agents, Set<String> certificates) {

  public Revocations {
    agents = Set.copyOf(agents);
    certificates = Set.copyOf(certificates);
  }

  /// Nothing has been heard yet.
  public static Revocations unknown() {
    return new Revocations(false, Set.of(), Set.of());
  }

  /// Adds what one message of the watch says.
  ///
  /// @param complete whether the list is whole with it
  public Revocations with(
      Collection<String> moreAgents, Collection<String> moreCertificates, boolean complete) {
    return new Revocations(
        known || complete, union(agents, moreAgents), union(certificates, moreCertificates));
  }

  /// Tells whether an agent with that certificate is shut out.
  public boolean contains(AgentIdentity identity) {
    return agents.contains(identity.agent()) || certificates.contains(identity.certificateSha256());
  }

  private static Set<String> union(Set<String> some, Collection<String> more) {
    var all = new TreeSet<>(some);
    all.addAll(more);
    return all;
  }
}
