package io.aramaki.gateway.grpc.page;

import io.aramaki.alerting.v1.Alert;
import io.aramaki.alerting.v1.AlertServiceGrpc;
import io.aramaki.alerting.v1.GetAlertRequest;
import io.aramaki.gateway.domain.page.ActionPage;
import io.aramaki.gateway.domain.page.AgentsPage;
import io.aramaki.gateway.domain.page.AlertPage;
import io.aramaki.gateway.domain.page.AlertsPage;
import io.aramaki.gateway.domain.page.MetricsPage;
import io.aramaki.gateway.domain.page.Part;
import io.aramaki.gateway.domain.page.RunPage;
import io.aramaki.gateway.domain.page.SystemPage;
import io.aramaki.gateway.domain.page.SystemsPage;
import io.aramaki.gateway.domain.view.AgentView;
import io.aramaki.gateway.domain.view.AlertView;
import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.call.PersonCalls;
import io.aramaki.inventory.v1.ActionServiceGrpc;
import io.aramaki.inventory.v1.Agent;
import io.aramaki.inventory.v1.GetActionRequest;
import io.aramaki.inventory.v1.GetRunRequest;
import io.aramaki.inventory.v1.RunServiceGrpc;
import io.aramaki.monitoring.v1.AgentStatus;
import io.aramaki.monitoring.v1.ListAgentStatusesResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads whole pages. What a page is about must be there, else the page fails; all else may be
/// missing part by part.
public final class PageReader {
  private final PersonCalls calls;
  private final String org;
  private final Clock clock;

  /// @param org the organisation's resource name
  public PageReader(PersonCalls calls, String org, Clock clock) {
    this.calls = calls;
    this.org = org;
    this.clock = clock;
  }

  /// Reads the list of systems.
  ///
  /// @param query narrows it to systems whose name, owner or labels contain it; empty for all
  public SystemsPage systems(Credential who, String query) throws InterruptedException {
    return SystemsReader.read(lists(who), query);
  }

  /// Reads one system's page.
  ///
  /// @param id the last segment of its name
  public SystemPage system(Credential who, String id) throws InterruptedException {
    return SystemReader.read(lists(who), name("systems", id), org + "/actions/-");
  }

  /// Reads a system's newest metrics with the last hour of each.
  public MetricsPage metrics(Credential who, String id) throws InterruptedException {
    return MetricsReader.read(lists(who), name("systems", id), clock.instant());
  }

  /// Reads alerts.
  ///
  /// @param state `firing`, `resolved`, `expired`, or empty for all
  public AlertsPage alerts(Credential who, String state) throws InterruptedException {
    Alert.State wanted =
        switch (state) {
          case "firing", "resolved", "expired" ->
              Alert.State.valueOf(state.toUpperCase(Locale.ROOT));
          default -> Alert.State.STATE_UNSPECIFIED;
        };
    try (var loading = new Loading()) {
      var rows = loading.load("Alerts", () -> lists(who).alerts("", wanted)).await();
      return new AlertsPage(
          rows.map(Paged.Rows::rows), state, rows.map(Paged.Rows::more).or(false));
    }
  }

  /// Reads one alert.
  public AlertPage alert(Credential who, String id) throws InterruptedException {
    Lists lists = lists(who);
    String name = name("alerts", id);
    try (var loading = new Loading()) {
      var history = loading.load("The alert's history entries", () -> lists.transitions(name));
      AlertView alert =
          AlertingViews.alert(
              lists.call(
                  AlertServiceGrpc.getGetAlertMethod(),
                  GetAlertRequest.newBuilder().setName(name).build()));
      var tickets =
          loading.load(
              "Tickets",
              () ->
                  lists.tickets(alert.system()).stream()
                      .filter(ticket -> ticket.alert().equals(name))
                      .toList());
      return new AlertPage(alert, history.await(), tickets.await());
    }
  }

  /// Reads all agents.
  public AgentsPage agents(Credential who) throws InterruptedException {
    Lists lists = lists(who);
    try (var loading = new Loading()) {
      var agents = loading.load("Agents", lists::agents);
      var statuses = loading.load("The agents' states", lists::agentStatuses).await();
      Part<Paged.Rows<Agent>> rows = agents.await();
      var known = statuses.or(ListAgentStatusesResponse.getDefaultInstance());
      var missing = new ArrayList<String>();
      Stream.of(rows.why(), statuses.why()).filter(why -> !why.isEmpty()).forEach(missing::add);
      missing.addAll(Loading.incomplete("agents' states", known.getUnavailableInstancesList()));
      return new AgentsPage(
          rows.map(read -> join(read.rows(), known.getAgentStatusesList())),
          missing,
          rows.map(Paged.Rows::more).or(false));
    }
  }

  static List<AgentView> join(List<Agent> agents, List<AgentStatus> statuses) {
    Map<String, AgentStatus> byName =
        statuses.stream().collect(Collectors.toMap(AgentStatus::getAgent, s -> s, (a, _) -> a));
    return agents.stream()
        .map(agent -> InventoryViews.agent(agent, status(byName.get(agent.getName()))))
        .sorted(Comparator.comparing(AgentView::badness).reversed().thenComparing(AgentView::name))
        .toList();
  }

  private static Optional<AgentView.Status> status(@Nullable AgentStatus status) {
    return Optional.ofNullable(status).map(MonitoringViews::agent);
  }

  /// Reads one action and its runs.
  public ActionPage action(Credential who, String id) throws InterruptedException {
    Lists lists = lists(who);
    String name = name("actions", id);
    try (var loading = new Loading()) {
      var runs = loading.load("Earlier runs", () -> lists.runs(name, ""));
      var action =
          lists.call(
              ActionServiceGrpc.getGetActionMethod(),
              GetActionRequest.newBuilder().setName(name).build());
      return new ActionPage(InventoryViews.action(action), runs.await());
    }
  }

  /// Reads one run.
  public RunPage run(Credential who, String action, String id) {
    var run =
        lists(who)
            .call(
                RunServiceGrpc.getGetRunMethod(),
                GetRunRequest.newBuilder()
                    .setName(name("actions", action) + "/runs/" + id)
                    .build());
    return new RunPage(InventoryViews.run(run));
  }

  private Lists lists(Credential who) {
    return new Lists(calls, who, org);
  }

  private String name(String collection, String id) {
    return org + "/" + collection + "/" + id;
  }
}
