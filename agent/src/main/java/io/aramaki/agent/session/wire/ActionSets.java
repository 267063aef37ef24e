package io.aramaki.agent.session.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.aramaki.agent.action.ActionDefinition;
import io.aramaki.agent.action.Dispatch;
import io.aramaki.agent.v1.ActionDefinitionSet;
import io.aramaki.inventory.v1.Action;
import io.aramaki.kit.security.Sha256;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads action definitions and dispatches.
public final class ActionSets {
  private static final Logger log = LoggerFactory.getLogger(ActionSets.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration TIMEOUT_MAX = Duration.ofHours(1);

  private ActionSets() {}

  /// Reads a verified set; the keys are the digests of the serialised definitions.
  public static Map<String, ActionDefinition> read(ActionDefinitionSet set) {
    var definitions = new HashMap<String, ActionDefinition>();
    for (ByteString bytes : set.getActionsList()) {
      String digest = Sha256.of(bytes.toByteArray()).hex();
      try {
        definition(digest, Action.parseFrom(bytes))
            .ifPresent(definition -> definitions.put(digest, definition));
      } catch (InvalidProtocolBufferException e) {
        log.atWarn().addKeyValue("digest", digest).setCause(e).log("unreadable action left out");
      }
    }
    return Map.copyOf(definitions);
  }

  private static Optional<ActionDefinition> definition(String digest, Action action) {
    List<ActionDefinition.Parameter> parameters = new ArrayList<>();
    for (Action.Parameter parameter : action.getParametersList()) {
      Optional<ActionDefinition.Type> type = type(parameter);
      if (type.isEmpty()) {
        log.atWarn().addKeyValue("action", action.getName()).log("unknown parameter type");
        return Optional.empty();
      }
      parameters.add(
          new ActionDefinition.Parameter(
              parameter.getName(), type.get(), parameter.getMayBeOption()));
    }
    Duration timeout = action.hasTimeout() ? Times.span(action.getTimeout()) : TIMEOUT;
    return Optional.of(
        new ActionDefinition(
            digest,
            action.getName(),
            action.getSystem(),
            action.getCommandList(),
            parameters,
            timeout.compareTo(TIMEOUT_MAX) > 0 ? TIMEOUT_MAX : timeout));
  }

  private static Optional<ActionDefinition.Type> type(Action.Parameter parameter) {
    return switch (parameter.getTypeCase()) {
      case CHOICES ->
          Optional.of(new ActionDefinition.Choices(parameter.getChoices().getValuesList()));
      case RANGE ->
          Optional.of(
              new ActionDefinition.WholeNumber(
                  parameter.getRange().getMin(), parameter.getRange().getMax()));
      case PREFIX -> Optional.of(new ActionDefinition.Prefix(parameter.getPrefix()));
      case TYPE_NOT_SET -> Optional.empty();
    };
  }

  /// Reads a verified dispatch.
  public static Dispatch dispatch(io.aramaki.agent.v1.Dispatch message, long arrivalNanos) {
    return new Dispatch(
        message.getRun(),
        message.getAgent(),
        message.getSystem(),
        message.getAction(),
        HexFormat.of().formatHex(message.getDefinitionSha256().toByteArray()),
        message.getParametersMap(),
        Times.span(message.getRemaining()),
        message.getBoot(),
        message.getTraceparent(),
        arrivalNanos);
  }
}
