package io.aramaki.gateway.grpc.page;

import io.aramaki.alerting.v1.Alert;
import io.aramaki.gateway.domain.page.Part;
import io.aramaki.gateway.domain.page.SystemPage;
import io.aramaki.gateway.domain.page.SystemPage.Relative;
import io.aramaki.gateway.domain.page.SystemPage.Relatives;
import io.aramaki.gateway.domain.status.Badness;
import io.aramaki.gateway.domain.status.Rollup;
import io.aramaki.gateway.domain.view.AgentView;
import io.aramaki.gateway.domain.view.CheckView;
import io.aramaki.gateway.domain.view.SystemView;
import io.aramaki.gateway.domain.view.Texts;
import io.aramaki.inventory.v1.Agent;
import io.aramaki.inventory.v1.GetSystemRequest;
import io.aramaki.inventory.v1.SystemServiceGrpc;
import io.aramaki.monitoring.v1.Check;
import io.aramaki.monitoring.v1.CheckState;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Puts one system's page together.
final class SystemReader {
  private SystemReader() {}

  static SystemPage read(Lists lists, String name, String allActions) throws InterruptedException {
    try (var loading = new Loading()) {
      var states = loading.load("The states of checks", () -> lists.checkStates(""));
      var systems = loading.load("Subsystems", lists::systems);
      var checks = loading.load("The descriptions of checks", () -> lists.checks(name));
      var alerts =
          loading.load("Alerts", () -> lists.alerts(name, Alert.State.STATE_UNSPECIFIED).rows());
      var tickets = loading.load("Tickets", () -> lists.tickets(name));
      var actions = loading.load("Actions", () -> lists.actions(name));
      var runs = loading.load("Runs of actions", () -> lists.runs(allActions, name));
      var events = loading.load("Entries of the timeline", () -> lists.events(name));
      var facts = loading.load("Facts", () -> lists.facts(name));
      var agents = loading.load("Agents", () -> agents(lists, name));
      SystemView system =
          InventoryViews.system(
              lists.call(
                  SystemServiceGrpc.getGetSystemMethod(),
                  GetSystemRequest.newBuilder().setName(name).build()));

      Part<Paged.Rows<CheckState>> read = states.await();
      Part<List<CheckState>> known = read.map(Paged.Rows::rows);
      Part<List<SystemView>> all = systems.await().map(Paged.Rows::rows);
      Map<String, Check> definitions = checks.await().or(Map.of());
      Rollup rollup = SystemsReader.rollup(all.or(List.of(system)), known.or(List.of()));
      return new SystemPage(
          system,
          known.map(_ -> rollup.total(name)),
          all.map(each -> relatives(system, each, rollup)),
          known.map(each -> ownChecks(name, each, definitions)),
          alerts.await(),
          tickets.await(),
          actions.await(),
          runs.await(),
          events.await(),
          facts.await(),
          agents.await(),
          read.map(rows -> Loading.incomplete("checks", rows.unavailable())).or(List.of()));
    }
  }

  private static List<AgentView> agents(Lists lists, String system) {
    List<Agent> its =
        lists.agents().rows().stream()
            .filter(agent ->
                agent.getSystem().equals(system) || agent.getProxySystemsList().contains(system))
            .toList();
    return its.isEmpty()
        ? List.of()
        : PageReader.join(its, lists.agentStatuses().getAgentStatusesList());
  }

  private static List<CheckView> ownChecks(
      String system, List<CheckState> states, Map<String, Check> definitions) {
    return states.stream()
        .filter(state -> state.getSystem().equals(system))
        .map(state -> MonitoringViews.check(state, definitions.get(state.getCheck())))
        .sorted(Comparator.comparing(CheckView::badness).reversed().thenComparing(CheckView::check))
        .toList();
  }

  private static Relatives relatives(SystemView system, List<SystemView> all, Rollup rollup) {
    Map<String, SystemView> byName =
        all.stream().collect(Collectors.toMap(SystemView::name, Function.identity()));
    Function<String, Relative> relative =
        name ->
            Optional.ofNullable(byName.get(name))
                .map(known -> new Relative(name, known.title(), rollup.total(name), true))
                .orElseGet(() -> new Relative(name, Texts.id(name), Badness.NONE, false));
    Comparator<Relative> worstFirst =
        Comparator.comparing(Relative::status).reversed().thenComparing(Relative::title);
    return new Relatives(
        system.subsystems().stream().map(relative).sorted(worstFirst).toList(),
        rollup.parents(system.name()).stream().map(relative).sorted(worstFirst).toList());
  }
}
