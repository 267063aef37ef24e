package io.aramaki.inventory.grpc;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.action.ActionContent;
import io.aramaki.inventory.domain.action.Parameter;
import io.aramaki.inventory.domain.people.Role;
import io.aramaki.inventory.v1.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Actions on the wire. The serialised form of [#definition] is what agents hold and digests are
/// made of.
final class ActionMapper {
  private final Names names;

  ActionMapper(Names names) {
    this.names = names;
  }

  /// An action as people see it.
  Action map(io.aramaki.inventory.domain.action.Action action) {
    return definition(action).toBuilder()
        .setCreateTime(Times.timestamp(action.createTime()))
        .setUpdateTime(Times.timestamp(action.updateTime()))
        .setEtag(action.etag())
        .build();
  }

  /// What an agent needs of it.
  Action definition(io.aramaki.inventory.domain.action.Action action) {
    return proto(action.content()).toBuilder().setName(action.id().in(names.org())).build();
  }

  Action proto(ActionContent content) {
    var builder =
        Action.newBuilder()
            .setSystem(names.of(content.system()))
            .setDisplayName(content.displayName())
            .setDescription(content.description())
            .setAgent(content.agent().map(agent -> agent.in(names.org())).orElse(""))
            .addAllCommand(content.command())
            .setRole(RoleMapper.map(content.role()))
            .setTimeout(Times.duration(content.timeout()));
    content.parameters().forEach(parameter -> builder.addParameters(map(parameter)));
    return builder.build();
  }

  ActionContent content(Action action) {
    Optional<AgentId> agent =
        names.optional(action.getAgent(), name -> names.agent(Kind.ACTION, "action.agent", name));
    var role =
        action.getRole() == io.aramaki.type.v1.Role.ROLE_UNSPECIFIED
            ? Role.OPERATOR
            : RoleMapper.map(Kind.ACTION, "action.role", action.getRole());
    return new ActionContent(
        names.system(Kind.ACTION, "action.system", action.getSystem()),
        action.getDisplayName(),
        action.getDescription(),
        agent,
        action.getCommandList(),
        parameters(action),
        role,
        action.hasTimeout() ? Times.duration(action.getTimeout()) : ActionContent.TIMEOUT_DEFAULT);
  }

  private static List<Parameter> parameters(Action action) {
    var parameters = new ArrayList<Parameter>();
    for (int i = 0; i < action.getParametersCount(); i++) {
      var proto = action.getParameters(i);
      Optional<String> value =
          proto.getDefaultValue().isEmpty()
              ? Optional.empty()
              : Optional.of(proto.getDefaultValue());
      parameters.add(
          new Parameter(
              proto.getName(),
              proto.getDescription(),
              type(proto, i),
              value,
              proto.getMayBeOption()));
    }
    return parameters;
  }

  private static Parameter.Type type(Action.Parameter proto, int position) {
    return switch (proto.getTypeCase()) {
      case CHOICES -> new Parameter.Choices(proto.getChoices().getValuesList());
      case RANGE -> new Parameter.Range(proto.getRange().getMin(), proto.getRange().getMax());
      case PREFIX -> new Parameter.Prefix(proto.getPrefix());
      case TYPE_NOT_SET ->
          throw new Invalid(
              Kind.ACTION,
              "action.parameters[" + position + "]",
              "it has no type (expected: choices, range or prefix)");
    };
  }

  private static Action.Parameter map(Parameter parameter) {
    var builder =
        Action.Parameter.newBuilder()
            .setName(parameter.name())
            .setDescription(parameter.description())
            .setDefaultValue(parameter.defaultValue().orElse(""))
            .setMayBeOption(parameter.mayBeOption());
    switch (parameter.type()) {
      case Parameter.Choices choices ->
          builder.setChoices(Action.Choices.newBuilder().addAllValues(choices.values()));
      case Parameter.Range range ->
          builder.setRange(Action.Range.newBuilder().setMin(range.min()).setMax(range.max()));
      case Parameter.Prefix prefix -> builder.setPrefix(prefix.prefix());
    }
    return builder.build();
  }
}
