package io.aramaki.inventory.domain.enrolment;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.kit.name.ResourceName;
import java.util.List;

/// Whom a certificate names. It comes from the token, never from the certificate request.
public sealed interface Holder {
  /// Answers the resource name in an organisation.
  String in(String org);

  /// An agent and the systems for which it may report.
  record ForAgent(AgentId agent, SystemId system, List<SystemId> proxySystems) implements Holder {
    public ForAgent {
      proxySystems = List.copyOf(proxySystems);
    }

    @Override
    public String in(String org) {
      return agent.in(org);
    }
  }

  /// One instance of one of our services.
  record ForService(String service, String instance) implements Holder {
    @Override
    public String in(String org) {
      return ResourceName.org(org).child("services", service).toString();
    }
  }
}
