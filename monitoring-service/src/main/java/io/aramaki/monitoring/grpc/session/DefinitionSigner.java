package io.aramaki.monitoring.grpc.session;

import io.aramaki.kit.security.sign.Signatures;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.monitoring.domain.catalog.CheckDefinition;
import io.aramaki.monitoring.grpc.CheckMapper;
import io.aramaki.monitoring.v1.CheckDefinitionSet;
import io.aramaki.type.v1.SignedDocument;
import java.util.List;

/// Signs the definitions that one agent runs. The agent believes nothing else, so who can write to
/// its stream cannot make it run anything.
public final class DefinitionSigner {
  private final SigningKey key;

  public DefinitionSigner(SigningKey key) {
    this.key = key;
  }

  SignedDocument sign(String agent, long version, List<CheckDefinition> checks) {
    var set = CheckDefinitionSet.newBuilder().setAgent(agent).setVersion(version);
    checks.forEach(check -> set.addChecks(CheckMapper.toProto(check)));
    return Signatures.sign(key, set.build());
  }
}
