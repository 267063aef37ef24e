package io.aramaki.inventory.domain.enrolment;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.InventoryException.Revoked;
import io.aramaki.inventory.domain.agent.Agent;
import io.aramaki.inventory.domain.agent.Agent.Certificate;
import io.aramaki.inventory.domain.agent.Agents;
import io.aramaki.inventory.domain.agent.Revocations;
import io.aramaki.inventory.domain.enrolment.Enrolments.Enrolled;
import io.aramaki.inventory.domain.enrolment.Holder.ForAgent;
import io.aramaki.inventory.domain.enrolment.Holder.ForService;

/// Gives a later certificate to whoever shows a valid one that is not revoked.
public final class Renewals {
  private final Certificates certificates;
  private final Agents agents;
  private final Revocations revocations;

  public Renewals(Certificates certificates, Agents agents, Revocations revocations) {
    this.certificates = certificates;
    this.agents = agents;
    this.revocations = revocations;
  }

  /// Renews the certificate of an agent.
  ///
  /// @param shownSha256 the certificate with which the caller came, lower-case hex
  public Enrolled renewAgent(AgentId id, String shownSha256, byte[] request) {
    revocations.refresh();
    Agent agent = agents.get(id);
    if (agent.isRevoked() || revocations.isRevoked(id) || revocations.isRevoked(shownSha256)) {
      throw new Revoked("agent " + id);
    }
    String _ = certificates.keySha256(request);
    var holder = new ForAgent(id, agent.system(), agent.subjects().proxySystems());
    IssuedCertificate issued = certificates.issue(holder, request);
    Agent _ = agents.renewed(id, new Certificate(issued.sha256(), issued.expireTime()));
    return new Enrolled(holder, issued);
  }

  /// Renews the certificate of a service.
  ///
  /// @param shownSha256 the certificate with which the caller came, lower-case hex
  public Enrolled renewService(ForService holder, String shownSha256, byte[] request) {
    revocations.refresh();
    if (revocations.isRevoked(shownSha256)) {
      throw new Revoked("service " + holder.service() + " " + holder.instance());
    }
    String _ = certificates.keySha256(request);
    return new Enrolled(holder, certificates.issue(holder, request));
  }
}
