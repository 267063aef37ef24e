package io.aramaki.inventory.grpc.action;

import com.google.protobuf.ByteString;
import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.action.ActionContent;
import io.aramaki.inventory.domain.action.Parameter;
import io.aramaki.inventory.domain.role.Role;
import io.aramaki.inventory.domain.secret.Digests;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.v1.Action;
import io.aramaki.kit.grpc.Times;
import java.time.Duration;
import java.util.Optional;

/// Translates action definitions, and writes them as agents hold them.
public final class ActionMapper {
  private final Names names;

  public ActionMapper(Names names) {
    this.names = names;
  }

  /// Answers the bytes of a definition, as they are signed and sent to agents.
  public ByteString definition(io.aramaki.inventory.domain.action.Action action) {
    return proto(action).toByteString();
  }

  /// Answers by what a dispatch names a definition.
  public String sha256(io.aramaki.inventory.domain.action.Action action) {
    return Digests.sha256Hex(definition(action).toByteArray());
  }

  Action proto(io.aramaki.inventory.domain.action.Action action) {
    return proto(action.id(), action.content()).toBuilder()
        .setCreateTime(Times.timestamp(action.createTime()))
        .setUpdateTime(Times.timestamp(action.updateTime()))
        .setEtag(action.etag())
        .build();
  }

  /// What callers can write, without what only the server sets.
  Action proto(ActionId id, ActionContent content) {
    return Action.newBuilder()
        .setName(id.in(names.org()))
        .setSystem(content.system().in(names.org()))
        .setDisplayName(content.displayName())
        .setDescription(content.description())
        .setAgent(content.agent().map(agent -> agent.in(names.org())).orElse(""))
        .addAllCommand(content.command())
        .addAllParameters(content.parameters().stream().map(ActionMapper::proto).toList())
        .setRole(
            content.role() == Role.ADMIN
                ? io.aramaki.type.v1.Role.ADMIN
                : io.aramaki.type.v1.Role.OPERATOR)
        .setTimeout(Times.duration(content.timeout()))
        .build();
  }

  ActionContent content(Action action) {
    Optional<AgentId> agent =
        action.getAgent().isEmpty()
            ? Optional.empty()
            : Optional.of(names.agent(action.getAgent()));
    Duration timeout =
        action.hasTimeout()
            ? Times.span("timeout", action.getTimeout())
            : ActionContent.TIMEOUT_DEFAULT;
    return new ActionContent(
        names.system(action.getSystem()),
        action.getDisplayName(),
        action.getDescription(),
        agent,
        action.getCommandList(),
        action.getParametersList().stream().map(ActionMapper::parameter).toList(),
        role(action.getRole()),
        timeout);
  }

  private static Action.Parameter proto(Parameter parameter) {
    var proto =
        Action.Parameter.newBuilder()
            .setName(parameter.name())
            .setDescription(parameter.description())
            .setDefaultValue(parameter.defaultValue().orElse(""))
            .setMayBeOption(parameter.mayBeOption());
    switch (parameter.type()) {
      case Parameter.Choices choices ->
          proto.setChoices(Action.Choices.newBuilder().addAllValues(choices.values()));
      case Parameter.Range range ->
          proto.setRange(Action.Range.newBuilder().setMin(range.min()).setMax(range.max()));
      case Parameter.Prefix prefix -> proto.setPrefix(prefix.prefix());
    }
    return proto.build();
  }

  private static Parameter parameter(Action.Parameter parameter) {
    Optional<String> defaultValue =
        Optional.of(parameter.getDefaultValue()).filter(value -> !value.isEmpty());
    return new Parameter(
        parameter.getName(),
        parameter.getDescription(),
        type(parameter),
        defaultValue,
        parameter.getMayBeOption());
  }

  private static Parameter.Type type(Action.Parameter parameter) {
    return switch (parameter.getTypeCase()) {
      case CHOICES -> new Parameter.Choices(parameter.getChoices().getValuesList());
      case RANGE ->
          new Parameter.Range(parameter.getRange().getMin(), parameter.getRange().getMax());
      case PREFIX -> new Parameter.Prefix(parameter.getPrefix());
      case TYPE_NOT_SET ->
          throw new Invalid(
              Kind.ACTION,
              "parameters." + parameter.getName(),
              "must have one of choices, range and prefix");
    };
  }

  private static Role role(io.aramaki.type.v1.Role role) {
    return switch (role) {
      case ROLE_UNSPECIFIED, OPERATOR -> Role.OPERATOR;
      case ADMIN -> Role.ADMIN;
      case VIEWER -> Role.VIEWER;
      case WRITER -> Role.WRITER;
      case UNRECOGNIZED -> throw new Invalid(Kind.ACTION, "role", "must be OPERATOR or ADMIN");
    };
  }

  /// Answers the role as callers hold it.
  static io.aramaki.type.v1.Role role(Role role) {
    return switch (role) {
      case VIEWER -> io.aramaki.type.v1.Role.VIEWER;
      case OPERATOR -> io.aramaki.type.v1.Role.OPERATOR;
      case ADMIN -> io.aramaki.type.v1.Role.ADMIN;
      case WRITER -> io.aramaki.type.v1.Role.WRITER;
    };
  }
}
