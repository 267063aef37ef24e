package io.aramaki.agent.session.held;

import io.aramaki.agent.action.ActionDefinition;
import io.aramaki.agent.check.CheckSet;
import io.aramaki.agent.session.wire.ActionSets;
import io.aramaki.agent.session.wire.CheckSets;
import io.aramaki.agent.v1.ActionDefinitionSet;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.sign.KeySetFile;
import io.aramaki.monitoring.v1.CheckDefinitionSet;
import io.aramaki.type.v1.KeySet.Key.Purpose;
import io.aramaki.type.v1.SignedKeySet;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the organisation signed for this agent: its keys, the checks, the actions.
///
/// @param keys the organisation's public keys
/// @param checks what is to be checked
/// @param actions what may be executed
public record Held(
    KeySetFile keys,
    HeldDocument<CheckDefinitionSet> checks,
    HeldDocument<ActionDefinitionSet> actions) {
  private static final Logger log = LoggerFactory.getLogger(Held.class);

  /// Opens what is in a directory; call `load()` on the documents once their takers are ready.
  public static Held in(
      Path directory,
      String agent,
      KeySetFile keys,
      Consumer<CheckSet> checks,
      Consumer<Map<String, ActionDefinition>> actions) {
    var checkKind =
        new HeldDocument.Kind<>(
            CheckDefinitionSet.getDefaultInstance(),
            Purpose.CHECK,
            set -> new HeldDocument.Label(set.getAgent(), set.getVersion()));
    var actionKind =
        new HeldDocument.Kind<>(
            ActionDefinitionSet.getDefaultInstance(),
            Purpose.ACTION,
            set -> new HeldDocument.Label(set.getAgent(), set.getVersion()));
    return new Held(
        keys,
        new HeldDocument<>(
            directory.resolve("checks.signed"),
            checkKind,
            agent,
            keys,
            set -> checks.accept(CheckSets.read(set))),
        new HeldDocument<>(
            directory.resolve("actions.signed"),
            actionKind,
            agent,
            keys,
            set -> actions.accept(ActionSets.read(set))));
  }

  /// Takes a key set that the server pushed; what does not verify is logged and changes nothing.
  public void offer(SignedKeySet shown) {
    try {
      if (keys.offer(shown)) {
        log.atInfo().addKeyValue("version", keys.get().version()).log("key set in force");
      }
    } catch (NotTrusted e) {
      log.atError().addKeyValue("reason", e.getMessage()).log("key set refused");
    }
  }
}
