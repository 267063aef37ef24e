package io.aramaki.monitoring.grpc.session;

import io.aramaki.kit.security.sign.Signatures;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.kit.security.sign.TrustedKeys;
import io.aramaki.monitoring.domain.catalog.CheckDefinition;
import io.aramaki.monitoring.grpc.message.CheckMapper;
import io.aramaki.monitoring.v1.CheckDefinitionSet;
import io.aramaki.type.v1.KeySet.Key.Purpose;
import io.aramaki.type.v1.SignedDocument;
import java.util.List;
import java.util.function.Supplier;

/// Signs the definitions that one agent runs. The agent believes nothing else, so who can write to
/// its stream cannot make it run anything.
public final class DefinitionSigner {
  private final SigningKey key;
  private final Supplier<TrustedKeys> keys;

  public DefinitionSigner(SigningKey key, Supplier<TrustedKeys> keys) {
    this.key = key;
    this.keys = keys;
  }

  /// True once the organisation's key set holds the key; before, no agent would believe it.
  boolean isBelieved() {
    return keys.get().has(key.publicKey(), Purpose.CHECK);
  }

  SignedDocument sign(String agent, long version, List<CheckDefinition> checks) {
    var set = CheckDefinitionSet.newBuilder().setAgent(agent).setVersion(version);
    checks.forEach(check -> set.addChecks(CheckMapper.toProto(check)));
    return Signatures.sign(key, set.build());
  }
}
