package io.aramaki.gateway.grpc.page;

import io.aramaki.alerting.v1.Alert;
import io.aramaki.alerting.v1.AlertServiceGrpc;
import io.aramaki.alerting.v1.ListAlertTransitionsRequest;
import io.aramaki.alerting.v1.ListAlertsRequest;
import io.aramaki.gateway.domain.view.ActionView;
import io.aramaki.gateway.domain.view.AlertView;
import io.aramaki.gateway.domain.view.EventView;
import io.aramaki.gateway.domain.view.FactView;
import io.aramaki.gateway.domain.view.RunView;
import io.aramaki.gateway.domain.view.SystemView;
import io.aramaki.gateway.domain.view.TicketView;
import io.aramaki.gateway.domain.view.TransitionView;
import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.call.PersonCalls;
import io.aramaki.inventory.v1.ActionServiceGrpc;
import io.aramaki.inventory.v1.Agent;
import io.aramaki.inventory.v1.AgentServiceGrpc;
import io.aramaki.inventory.v1.FactServiceGrpc;
import io.aramaki.inventory.v1.ListActionsRequest;
import io.aramaki.inventory.v1.ListAgentsRequest;
import io.aramaki.inventory.v1.ListFactsRequest;
import io.aramaki.inventory.v1.ListRunsRequest;
import io.aramaki.inventory.v1.ListSystemsRequest;
import io.aramaki.inventory.v1.RunServiceGrpc;
import io.aramaki.inventory.v1.SystemServiceGrpc;
import io.aramaki.monitoring.v1.Check;
import io.aramaki.monitoring.v1.CheckServiceGrpc;
import io.aramaki.monitoring.v1.CheckState;
import io.aramaki.monitoring.v1.ListAgentStatusesRequest;
import io.aramaki.monitoring.v1.ListAgentStatusesResponse;
import io.aramaki.monitoring.v1.ListCheckStatesRequest;
import io.aramaki.monitoring.v1.ListChecksRequest;
import io.aramaki.monitoring.v1.ListEventsRequest;
import io.aramaki.monitoring.v1.OwnershipServiceGrpc;
import io.aramaki.monitoring.v1.TimelineServiceGrpc;
import io.aramaki.ticketing.v1.ListTicketsRequest;
import io.aramaki.ticketing.v1.TicketServiceGrpc;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The lists that pages are made of, read on behalf of one person.
final class Lists {
  static final int SYSTEMS_MAX = 5_000;
  static final int CHECKS_MAX = 20_000;
  static final int ALERTS_MAX = 500;
  static final int AGENTS_MAX = 2_000;
  private static final int EVENTS = 60;
  private static final int RUNS = 20;
  private static final int TICKETS = 50;
  private static final int FACTS_MAX = 1_000;
  private static final int TRANSITIONS = 200;

  /// A page waits for its parts no longer than somebody in a hurry would.
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final PersonCalls calls;
  private final Credential who;
  private final String org;

  /// @param org the organisation's resource name
  Lists(PersonCalls calls, Credential who, String org) {
    this.calls = calls;
    this.who = who;
    this.org = org;
  }

  <Q, R> R call(MethodDescriptor<Q, R> rpc, Q request) {
    return calls.call(who, rpc, request, DEADLINE);
  }

  Paged.Rows<SystemView> systems() {
    return Paged.all(
        token -> {
          var page =
              call(
                  SystemServiceGrpc.getListSystemsMethod(),
                  ListSystemsRequest.newBuilder()
                      .setParent(org)
                      .setPageSize(Paged.PAGE_SIZE)
                      .setPageToken(token)
                      .build());
          return new Paged.Page<>(
              page.getSystemsList().stream().map(InventoryViews::system).toList(),
              page.getNextPageToken());
        },
        SYSTEMS_MAX);
  }

  /// @param system only of this one, if not empty
  Paged.Rows<CheckState> checkStates(String system) {
    return Paged.all(
        token -> {
          var page =
              call(
                  CheckServiceGrpc.getListCheckStatesMethod(),
                  ListCheckStatesRequest.newBuilder()
                      .setParent(org)
                      .setSystem(system)
                      .setPageSize(Paged.PAGE_SIZE)
                      .setPageToken(token)
                      .build());
          return new Paged.Page<>(
              page.getCheckStatesList(),
              page.getNextPageToken(),
              page.getUnavailableInstancesList());
        },
        CHECKS_MAX);
  }

  Map<String, Check> checks(String system) {
    var byName = new HashMap<String, Check>();
    Paged.all(
            token -> {
              var page =
                  call(
                      CheckServiceGrpc.getListChecksMethod(),
                      ListChecksRequest.newBuilder()
                          .setParent(org)
                          .setSystem(system)
                          .setPageSize(Paged.PAGE_SIZE)
                          .setPageToken(token)
                          .build());
              return new Paged.Page<>(page.getChecksList(), page.getNextPageToken());
            },
            CHECKS_MAX)
        .rows()
        .forEach(check -> byName.put(check.getName(), check));
    return byName;
  }

  /// @param system only of this one, if not empty
  /// @param state only in this one, if specified
  Paged.Rows<AlertView> alerts(String system, Alert.State state) {
    return Paged.all(
        token -> {
          var page =
              call(
                  AlertServiceGrpc.getListAlertsMethod(),
                  ListAlertsRequest.newBuilder()
                      .setParent(org)
                      .setSystem(system)
                      .setState(state)
                      .setPageSize(ALERTS_MAX)
                      .setPageToken(token)
                      .build());
          return new Paged.Page<>(
              page.getAlertsList().stream().map(AlertingViews::alert).toList(),
              page.getNextPageToken());
        },
        ALERTS_MAX);
  }

  List<TransitionView> transitions(String alert) {
    return call(
            AlertServiceGrpc.getListAlertTransitionsMethod(),
            ListAlertTransitionsRequest.newBuilder()
                .setParent(alert)
                .setPageSize(TRANSITIONS)
                .build())
        .getTransitionsList()
        .stream()
        .map(AlertingViews::transition)
        .toList();
  }

  List<TicketView> tickets(String system) {
    return call(
            TicketServiceGrpc.getListTicketsMethod(),
            ListTicketsRequest.newBuilder()
                .setParent(org)
                .setSystem(system)
                .setPageSize(TICKETS)
                .build())
        .getTicketsList()
        .stream()
        .map(AlertingViews::ticket)
        .toList();
  }

  List<ActionView> actions(String system) {
    return call(
            ActionServiceGrpc.getListActionsMethod(),
            ListActionsRequest.newBuilder()
                .setParent(org)
                .setSystem(system)
                .setPageSize(Paged.PAGE_SIZE)
                .build())
        .getActionsList()
        .stream()
        .map(InventoryViews::action)
        .toList();
  }

  /// @param action the resource name; with the id `-` those of all actions
  /// @param system only of this one, if not empty
  List<RunView> runs(String action, String system) {
    return call(
            RunServiceGrpc.getListRunsMethod(),
            ListRunsRequest.newBuilder()
                .setParent(action)
                .setSystem(system)
                .setPageSize(RUNS)
                .build())
        .getRunsList()
        .stream()
        .map(InventoryViews::run)
        .toList();
  }

  List<EventView> events(String system) {
    return call(
            TimelineServiceGrpc.getListEventsMethod(),
            ListEventsRequest.newBuilder().setParent(system).setPageSize(EVENTS).build())
        .getEventsList()
        .stream()
        .map(MonitoringViews::event)
        .toList();
  }

  List<FactView> facts(String system) {
    return call(
            FactServiceGrpc.getListFactsMethod(),
            ListFactsRequest.newBuilder().setParent(system).setPageSize(FACTS_MAX).build())
        .getFactsList()
        .stream()
        .map(InventoryViews::fact)
        .toList();
  }

  Paged.Rows<Agent> agents() {
    return Paged.all(
        token -> {
          var page =
              call(
                  AgentServiceGrpc.getListAgentsMethod(),
                  ListAgentsRequest.newBuilder()
                      .setParent(org)
                      .setPageSize(Paged.PAGE_SIZE)
                      .setPageToken(token)
                      .build());
          return new Paged.Page<>(page.getAgentsList(), page.getNextPageToken());
        },
        AGENTS_MAX);
  }

  ListAgentStatusesResponse agentStatuses() {
    return call(
        OwnershipServiceGrpc.getListAgentStatusesMethod(),
        ListAgentStatusesRequest.newBuilder().setParent(org).build());
  }
}
