package io.aramaki.gateway.grpc.page;

import io.aramaki.gateway.domain.view.ActionView;
import io.aramaki.gateway.domain.view.AgentView;
import io.aramaki.gateway.domain.view.FactView;
import io.aramaki.gateway.domain.view.ParameterView;
import io.aramaki.gateway.domain.view.RunView;
import io.aramaki.gateway.domain.view.SystemView;
import io.aramaki.inventory.v1.Action;
import io.aramaki.inventory.v1.Agent;
import io.aramaki.inventory.v1.Fact;
import io.aramaki.inventory.v1.ManagedSystem;
import io.aramaki.inventory.v1.Run;
import io.aramaki.type.v1.Role;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Inventory's messages as plain values.
public final class InventoryViews {
  private InventoryViews() {}

  static SystemView system(ManagedSystem system) {
    return new SystemView(
        system.getName(),
        system.getDisplayName(),
        system.getDescription(),
        system.getOwner(),
        system.getLabelsMap(),
        system.getSubsystemsList(),
        Times.of(system.hasUpdateTime(), system.getUpdateTime()));
  }

  static ActionView action(Action action) {
    return new ActionView(
        action.getName(),
        action.getSystem(),
        action.getDisplayName(),
        action.getDescription(),
        action.getCommandList(),
        action.getParametersList().stream().map(InventoryViews::parameter).toList(),
        action.getRole() == Role.ADMIN);
  }

  private static ParameterView parameter(Action.Parameter parameter) {
    boolean range = parameter.hasRange();
    return new ParameterView(
        parameter.getName(),
        parameter.getDescription(),
        parameter.hasChoices() ? parameter.getChoices().getValuesList() : List.of(),
        range ? OptionalLong.of(parameter.getRange().getMin()) : OptionalLong.empty(),
        range ? OptionalLong.of(parameter.getRange().getMax()) : OptionalLong.empty(),
        parameter.getPrefix(),
        parameter.getDefaultValue());
  }

  public static RunView run(Run run) {
    return new RunView(
        run.getName(),
        run.getSystem(),
        run.getAgent(),
        run.getState().name().toLowerCase(Locale.ROOT),
        run.getRequester(),
        run.getParametersMap(),
        run.getCommandList(),
        Times.of(run.hasCreateTime(), run.getCreateTime()),
        Times.of(run.hasStartTime(), run.getStartTime()),
        Times.of(run.hasEndTime(), run.getEndTime()),
        run.hasExitCode() ? OptionalInt.of(run.getExitCode()) : OptionalInt.empty(),
        run.getError(),
        run.getOutput(),
        run.getOutputLengthBytes());
  }

  static FactView fact(Fact fact) {
    return new FactView(
        fact.getKey(),
        fact.getValue(),
        fact.getAgent(),
        Times.of(fact.hasObserveTime(), fact.getObserveTime()));
  }

  static AgentView agent(Agent agent, Optional<AgentView.Status> status) {
    return new AgentView(
        agent.getName(),
        agent.getSystem(),
        agent.getState() == Agent.State.REVOKED,
        Times.of(agent.hasCertificateExpireTime(), agent.getCertificateExpireTime()),
        status);
  }
}
