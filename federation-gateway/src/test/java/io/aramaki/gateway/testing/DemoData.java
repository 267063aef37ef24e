package io.aramaki.gateway.testing;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import io.aramaki.alerting.v1.Alert;
import io.aramaki.alerting.v1.AlertTransition;
import io.aramaki.alerting.v1.GetAlertRequest;
import io.aramaki.alerting.v1.ListAlertTransitionsResponse;
import io.aramaki.alerting.v1.ListAlertsRequest;
import io.aramaki.alerting.v1.ListAlertsResponse;
import io.aramaki.inventory.v1.Action;
import io.aramaki.inventory.v1.Agent;
import io.aramaki.inventory.v1.Fact;
import io.aramaki.inventory.v1.GetActionRequest;
import io.aramaki.inventory.v1.GetRunRequest;
import io.aramaki.inventory.v1.GetSystemRequest;
import io.aramaki.inventory.v1.ListActionsRequest;
import io.aramaki.inventory.v1.ListActionsResponse;
import io.aramaki.inventory.v1.ListAgentsResponse;
import io.aramaki.inventory.v1.ListFactsResponse;
import io.aramaki.inventory.v1.ListRunsRequest;
import io.aramaki.inventory.v1.ListRunsResponse;
import io.aramaki.inventory.v1.ListSystemsResponse;
import io.aramaki.inventory.v1.ManagedSystem;
import io.aramaki.inventory.v1.Run;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.monitoring.v1.AgentStatus;
import io.aramaki.monitoring.v1.Check;
import io.aramaki.monitoring.v1.CheckState;
import io.aramaki.monitoring.v1.ListAgentStatusesResponse;
import io.aramaki.monitoring.v1.ListCheckStatesResponse;
import io.aramaki.monitoring.v1.ListChecksResponse;
import io.aramaki.monitoring.v1.ListEventsRequest;
import io.aramaki.monitoring.v1.ListEventsResponse;
import io.aramaki.monitoring.v1.TimelineEvent;
import io.aramaki.ticketing.v1.ListTicketsRequest;
import io.aramaki.ticketing.v1.ListTicketsResponse;
import io.aramaki.ticketing.v1.Ticket;
import io.aramaki.type.v1.CheckStatus;
import io.grpc.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A small shop at night: what services would answer in the middle of an outage.
public final class DemoData {
  private static final String INVENTORY = "io.aramaki.inventory.v1.";
  private static final String MONITORING = "io.aramaki.monitoring.v1.";
  private static final String ALERTING = "io.aramaki.alerting.v1.";
  private static final String TICKETING = "io.aramaki.ticketing.v1.";

  private final String org;
  private final Instant now;
  private final DemoSamples samples;
  private final List<ManagedSystem> systems = new ArrayList<>();
  private final List<CheckState> states = new ArrayList<>();
  private final List<Alert> alerts = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();

  /// @param org the organisation's resource name
  public DemoData(String org, Instant now) {
    this.org = org;
    this.now = now;
    this.samples = new DemoSamples(org + "/systems/web", now);
  }

  /// Puts all of it into a script.
  public void into(ServiceScript script) {
    makeSystems();
    makeStates();
    makeAlerts();
    makeRuns();
    inventory(script);
    monitoring(script);
    alerting(script);
    ticketing(script);
  }

  private void inventory(ServiceScript script) {
    script
        .answer(
            INVENTORY + "SystemService/ListSystems",
            ListSystemsResponse.newBuilder().addAllSystems(systems).build())
        .answer(INVENTORY + "SystemService/GetSystem", this::system)
        .answer(INVENTORY + "FactService/ListFacts", facts())
        .answer(
            INVENTORY + "ActionService/ListActions",
            message ->
                ListActionsResponse.newBuilder()
                    .addAllActions(
                        ((ListActionsRequest) message).getSystem().endsWith("/web")
                            ? actions()
                            : List.of())
                    .build())
        .answer(
            INVENTORY + "ActionService/GetAction",
            message ->
                actions().stream()
                    .filter(each -> each.getName().equals(((GetActionRequest) message).getName()))
                    .findFirst()
                    .orElseThrow(DemoData::notFound))
        .answer(INVENTORY + "RunService/ListRuns", this::runs)
        .answer(
            INVENTORY + "RunService/GetRun",
            message ->
                runs.stream()
                    .filter(each -> each.getName().equals(((GetRunRequest) message).getName()))
                    .findFirst()
                    .orElseThrow(DemoData::notFound))
        .answer(INVENTORY + "AgentService/ListAgents", agents());
  }

  private void monitoring(ServiceScript script) {
    script
        .answer(
            MONITORING + "CheckService/ListCheckStates",
            ListCheckStatesResponse.newBuilder().addAllCheckStates(states).build())
        .answer(
            MONITORING + "CheckService/ListChecks",
            ListChecksResponse.newBuilder()
                .addChecks(
                    Check.newBuilder()
                        .setName(name("checks", "http"))
                        .setMaxCheckAttempts(3)
                        .setDescription(
                            "Customers cannot buy while this fails. First look whether checkout"
                                + " answers; if a release was rolled out in the last hour, roll it"
                                + " back with the action below.\nEscalate to Mira after 15"
                                + " minutes."))
                .build())
        .answer(MONITORING + "TimelineService/ListEvents", this::events)
        .answer(MONITORING + "OwnershipService/ListAgentStatuses", agentStatuses())
        .answer(MONITORING + "QueryService/ListLatestSamples", samples.latest())
        .answer(MONITORING + "QueryService/ReadSamples", samples::read);
  }

  private void alerting(ServiceScript script) {
    script
        .answer(
            ALERTING + "AlertService/ListAlerts",
            message -> {
              var request = (ListAlertsRequest) message;
              return ListAlertsResponse.newBuilder()
                  .addAllAlerts(
                      alerts.stream()
                          .filter(alert ->
                              request.getSystem().isEmpty()
                                  || alert.getSystem().equals(request.getSystem()))
                          .filter(alert ->
                              request.getState() == Alert.State.STATE_UNSPECIFIED
                                  || alert.getState() == request.getState())
                          .toList())
                  .build();
            })
        .answer(
            ALERTING + "AlertService/GetAlert",
            message ->
                alerts.stream()
                    .filter(each -> each.getName().equals(((GetAlertRequest) message).getName()))
                    .findFirst()
                    .orElseThrow(DemoData::notFound))
        .answer(
            ALERTING + "AlertService/ListAlertTransitions",
            ListAlertTransitionsResponse.newBuilder()
                .addTransitions(transition(3, "notified", 13, "webhook ops-chat took it", ""))
                .addTransitions(transition(2, "severity-changed", 13, "warning to critical", ""))
                .addTransitions(transition(1, "fired", 15, "http is WARNING", ""))
                .build());
  }

  private void ticketing(ServiceScript script) {
    script.answer(
        TICKETING + "TicketService/ListTickets",
        message ->
            ListTicketsResponse.newBuilder()
                .addAllTickets(
                    ((ListTicketsRequest) message).getSystem().endsWith("/web")
                        ? tickets()
                        : List.of())
                .build());
  }

  private void makeSystems() {
    systems.add(
        system("shop", "Web shop", "Everything a customer touches.", "Shop team", "web", "checkout")
            .toBuilder()
            .addSubsystems(name("systems", "search"))
            .build());
    systems.add(
        system(
                "web",
                "Shop front",
                "The web servers of the shop: two hosts behind the load balancer, release by"
                    + " Ansible from the repository shop/front.\nIf it is down, customers see a"
                    + " maintenance page and can buy nothing.",
                "Team Storefront, #storefront, on call: Mira Vogt, +49 30 1234567",
                "db")
            .toBuilder()
            .putLabels("env", "prod")
            .putLabels("site", "fra")
            .build());
    systems.add(system("checkout", "Checkout", "Payment and orders.", "Team Payments", "db"));
    systems.add(system("search", "Search", "Product search.", "Team Catalogue"));
    systems.add(
        system("db", "Shop database", "PostgreSQL 15, primary and one replica.", "DBA on call"));
    systems.add(system("mail", "Outgoing mail", "Postfix relay.", "Platform"));
    systems.add(system("backup", "Nightly backup", "Restic to the other site.", "Platform"));
    systems.add(system("lab", "", "", ""));
  }

  private void makeStates() {
    states.add(
        state(
            "web",
            "http",
            CheckStatus.CRITICAL,
            true,
            14,
            "connect to address 10.1.0.21 and port 443: Connection refused\nHTTP CRITICAL - Unable"
                + " to open TCP socket"));
    states.add(
        state(
                "web",
                "certificate",
                CheckStatus.WARNING,
                false,
                2,
                "SSL WARNING - Certificate 'shop.example' expires in 13 day(s) <A"
                    + " HREF=\"http://x\">")
            .toBuilder()
            .setAttempt(2)
            .build());
    states.add(state("web", "load", CheckStatus.OK, true, 4000, "LOAD OK - 0.42, 0.38, 0.36"));
    states.add(
        state("web", "disk", CheckStatus.OK, true, 90000, "DISK OK - free space: / 24 GB (84%)"));
    states.add(state("web", "memory", CheckStatus.OK, true, 90000, "MEMORY OK - 61 % used"));
    states.add(state("web", "keepalive", CheckStatus.OK, true, 90000, "heard 3 s ago"));
    states.add(state("db", "replication", CheckStatus.OK, true, 700, "OK - lag 0.3 s"));
    states.add(state("db", "connections", CheckStatus.OK, true, 9000, "OK - 41 of 300"));
    states.add(
        state("search", "index-age", CheckStatus.WARNING, true, 220, "WARNING - index is 3 h old"));
    states.add(state("search", "http", CheckStatus.OK, true, 5000, "HTTP OK - 200 in 0.08 s"));
    states.add(state("checkout", "http", CheckStatus.OK, true, 5000, "HTTP OK - 200 in 0.11 s"));
    states.add(
        state(
            "mail",
            "queue",
            CheckStatus.UNKNOWN,
            true,
            31,
            "UNKNOWN - (No output on stdout) stderr: postqueue: fatal: Queue report unavailable"));
    states.add(state("backup", "age", CheckStatus.OK, true, 600, "OK - last one 6 h old"));
  }

  private void makeAlerts() {
    alerts.add(
        alert("a1f0", "web", "http", CheckStatus.CRITICAL, 13)
            .setSummary("HTTP CRITICAL - Unable to open TCP socket")
            .setEpisode(3)
            .build());
    alerts.add(
        alert("b2c4", "search", "index-age", CheckStatus.WARNING, 219)
            .setSummary("WARNING - index is 3 h old")
            .setOwner(name("users", "bela"))
            .setAcknowledgeTime(ago(200))
            .setAcknowledgeComment("reindexing, done by four")
            .build());
    alerts.add(
        alert("c3d8", "mail", "queue", CheckStatus.UNKNOWN, 30)
            .setSummary("UNKNOWN - (No output on stdout) stderr: postqueue: fatal")
            .addSuppressions(name("suppressions", "s1"))
            .build());
    alerts.add(
        alert("d4e1", "db", "replication", CheckStatus.CRITICAL, 900)
            .setState(Alert.State.RESOLVED)
            .setResolveTime(ago(700))
            .setSummary("CRITICAL - lag 411 s")
            .build());
  }

  private void makeRuns() {
    runs.add(
        run("restart", "7f3c2a10-0000-4000-8000-000000000001", Run.State.SUCCEEDED, "bela", 12)
            .putParameters("unit", "nginx")
            .setExitCode(0)
            .setOutput("● nginx.service restarted\nActive: active (running)\n")
            .build());
    runs.add(
        run("rollback", "7f3c2a10-0000-4000-8000-000000000002", Run.State.STARTED, "alice", 1)
            .putParameters("release", "2026-11-20.2")
            .setOutput("")
            .build());
    runs.add(
        run("restart", "7f3c2a10-0000-4000-8000-000000000003", Run.State.FAILED, "mira", 3000)
            .putParameters("unit", "php-fpm")
            .setExitCode(1)
            .setError("exit code 1")
            .setOutput("Job for php-fpm.service failed\n")
            .build());
  }

  private Message system(Message message) {
    return systems.stream()
        .filter(each -> each.getName().equals(((GetSystemRequest) message).getName()))
        .findFirst()
        .orElseThrow(DemoData::notFound);
  }

  private Message runs(Message message) {
    String parent = ((ListRunsRequest) message).getParent();
    return ListRunsResponse.newBuilder()
        .addAllRuns(
            runs.stream()
                .filter(run -> parent.endsWith("/-") || run.getName().startsWith(parent + "/runs/"))
                .toList())
        .build();
  }

  private List<Action> actions() {
    return List.of(
        Action.newBuilder()
            .setName(name("actions", "restart"))
            .setSystem(name("systems", "web"))
            .setDisplayName("Restart a unit")
            .setDescription("Safe at any time; customers notice nothing for one host at a time.")
            .addCommand("/usr/bin/systemctl")
            .addCommand("restart")
            .addCommand("{unit}")
            .addParameters(
                Action.Parameter.newBuilder()
                    .setName("unit")
                    .setDescription("Which one.")
                    .setChoices(Action.Choices.newBuilder().addValues("nginx").addValues("php-fpm"))
                    .setDefaultValue("nginx"))
            .build(),
        Action.newBuilder()
            .setName(name("actions", "rollback"))
            .setSystem(name("systems", "web"))
            .setDisplayName("Roll a release back")
            .setDescription("Takes about a minute. Orders that are open stay.")
            .addCommand("/opt/shop/bin/rollback")
            .addCommand("--to")
            .addCommand("{release}")
            .addCommand("--wait={seconds}")
            .addParameters(
                Action.Parameter.newBuilder()
                    .setName("release")
                    .setDescription("The release that was good.")
                    .setPrefix("2026-"))
            .addParameters(
                Action.Parameter.newBuilder()
                    .setName("seconds")
                    .setDescription("How long to wait for open requests.")
                    .setRange(Action.Range.newBuilder().setMin(0).setMax(120))
                    .setDefaultValue("30"))
            .build());
  }

  private Message facts() {
    var facts = ListFactsResponse.newBuilder();
    String[] pairs = {
      "os.name",
      "Debian GNU/Linux 12",
      "os.kernel",
      "6.1.0-28-amd64",
      "cpu.count",
      "8",
      "memory.bytes",
      "33554432000",
      "host.name",
      "web-1.fra.shop.example",
      "net.address",
      "10.1.0.21",
      "app.release",
      "2026-11-21.1"
    };
    for (int i = 0; i < pairs.length; i += 2) {
      facts.addFacts(Fact.newBuilder().setKey(pairs[i]).setValue(pairs[i + 1]));
    }
    return facts.build();
  }

  private Message agents() {
    return ListAgentsResponse.newBuilder()
        .addAgents(agent("web-1", "web"))
        .addAgents(agent("web-2", "web"))
        .addAgents(agent("db-1", "db"))
        .addAgents(agent("lab-1", "lab").toBuilder().setState(Agent.State.REVOKED))
        .build();
  }

  private Message agentStatuses() {
    return ListAgentStatusesResponse.newBuilder()
        .addAgentStatuses(status("web-1", true).build())
        .addAgentStatuses(
            status("web-2", false)
                .setLastSeenTime(ago(14))
                .setSpoolRecords(412)
                .setSpoolBytes(5_300_000)
                .setOldestUnacknowledgedAge(Durations.fromMinutes(14))
                .build())
        .addAgentStatuses(status("db-1", true).build())
        .build();
  }

  private Message events(Message message) {
    if (!((ListEventsRequest) message).getParent().endsWith("/web")) {
      return ListEventsResponse.getDefaultInstance();
    }
    return ListEventsResponse.newBuilder()
        .addEvents(
            event(1, TimelineEvent.Kind.ACTION, "Roll a release back asked for", "alice", ""))
        .addEvents(event(11, TimelineEvent.Kind.ACTION, "Restart a unit succeeded", "bela", ""))
        .addEvents(event(12, TimelineEvent.Kind.ACTION, "Restart a unit asked for", "bela", ""))
        .addEvents(
            event(13, TimelineEvent.Kind.TICKET, "#4711 opened in redmine", "", "").toBuilder()
                .setSubject(name("tickets", "t1")))
        .addEvents(
            event(13, TimelineEvent.Kind.ALERT, "http fires: CRITICAL", "", "critical").toBuilder()
                .setSubject(name("alerts", "a1f0")))
        .addEvents(
            event(14, TimelineEvent.Kind.STATE_CHANGE, "http is CRITICAL (hard)", "", "critical")
                .toBuilder()
                .setDetail("HTTP CRITICAL - Unable to open TCP socket"))
        .addEvents(
            event(15, TimelineEvent.Kind.STATE_CHANGE, "http is WARNING (soft 1/3)", "", "warning"))
        .addEvents(
            event(
                17,
                TimelineEvent.Kind.INVENTORY,
                "fact app.release: 2026-11-20.2 → 2026-11-21.1",
                "web-1",
                ""))
        .addEvents(
            event(
                19,
                TimelineEvent.Kind.NOTE,
                "Rolling out 2026-11-21.1 <b>with</b> new cache",
                "mira",
                ""))
        .addEvents(event(3000, TimelineEvent.Kind.AGENT, "agent web-2 started", "web-2", ""))
        .addEvents(event(3100, TimelineEvent.Kind.STATE_CHANGE, "disk is OK", "", "ok"))
        .build();
  }

  private List<Ticket> tickets() {
    return List.of(
        Ticket.newBuilder()
            .setName(name("tickets", "t1"))
            .setTracker("redmine")
            .setDisplayKey("#4711")
            .setTitle("web: http is CRITICAL")
            .setUrl("https://redmine.example/issues/4711")
            .setState(Ticket.State.LINKED)
            .setTrackerStatus("New")
            .setAlert(name("alerts", "a1f0"))
            .setUpdateTime(ago(13))
            .build(),
        Ticket.newBuilder()
            .setName(name("tickets", "t2"))
            .setTracker("redmine")
            .setTitle("web: certificate is WARNING")
            .setUrl("javascript:alert(1)")
            .setState(Ticket.State.FAILED)
            .setError("Redmine answers 422: Project is not active")
            .setUpdateTime(ago(2))
            .build());
  }

  private ManagedSystem system(
      String id, String displayName, String description, String owner, String... parts) {
    var system =
        ManagedSystem.newBuilder()
            .setName(name("systems", id))
            .setDisplayName(displayName)
            .setDescription(description)
            .setOwner(owner);
    for (String part : parts) {
      system.addSubsystems(name("systems", part));
    }
    return system.build();
  }

  private CheckState state(
      String system, String check, CheckStatus status, boolean hard, int minutes, String output) {
    return CheckState.newBuilder()
        .setSystem(name("systems", system))
        .setCheck(name("checks", check))
        .setAgent(name("agents", system + "-1"))
        .setState(status)
        .setHardness(hard ? CheckState.Hardness.HARD : CheckState.Hardness.SOFT)
        .setAttempt(3)
        .setOccurrences(Math.min(minutes, 5000))
        .setOutput(output)
        .setObserveTime(stamp(now.minusSeconds(12)))
        .setChangeTime(ago(minutes))
        .build();
  }

  private Alert.Builder alert(
      String id, String system, String check, CheckStatus severity, int minutes) {
    return Alert.newBuilder()
        .setName(name("alerts", id))
        .setSystem(name("systems", system))
        .setCheck(name("checks", check))
        .setAgent(name("agents", system + "-1"))
        .setState(Alert.State.FIRING)
        .setSeverity(severity)
        .setStartTime(ago(minutes))
        .setEtag("e-" + id)
        .putLabels("system", system)
        .putLabels("check", check)
        .putLabels("env", "prod");
  }

  private AlertTransition transition(
      int seq, String kind, int minutes, String summary, String actor) {
    return AlertTransition.newBuilder()
        .setTransitionSeq(seq)
        .setKind(kind)
        .setTransitionTime(ago(minutes))
        .setSummary(summary)
        .setActor(actor)
        .setSeverity(CheckStatus.CRITICAL)
        .build();
  }

  private Run.Builder run(String action, String id, Run.State state, String who, int minutes) {
    var run =
        Run.newBuilder()
            .setName(name("actions", action) + "/runs/" + id)
            .setSystem(name("systems", "web"))
            .setAgent(name("agents", "web-1"))
            .setState(state)
            .setRequester(name("users", who))
            .addCommand("/usr/bin/systemctl")
            .addCommand("restart")
            .setCreateTime(ago(minutes))
            .setStartTime(ago(minutes));
    return state == Run.State.STARTED ? run : run.setEndTime(ago(minutes - 1));
  }

  private Agent agent(String id, String system) {
    return Agent.newBuilder()
        .setName(name("agents", id))
        .setSystem(name("systems", system))
        .setState(Agent.State.ENROLLED)
        .setCertificateExpireTime(stamp(now.plusSeconds(86_400 * 6)))
        .build();
  }

  private AgentStatus.Builder status(String id, boolean connected) {
    return AgentStatus.newBuilder()
        .setAgent(name("agents", id))
        .setConnected(connected)
        .setLastSeenTime(stamp(now.minusSeconds(3)))
        .setLastAckTime(stamp(now.minusSeconds(4)))
        .setAgentVersion("0.1.0");
  }

  private TimelineEvent event(
      int minutes, TimelineEvent.Kind kind, String summary, String actor, String severity) {
    return TimelineEvent.newBuilder()
        .setEventId(kind + "-" + minutes + "-" + summary.hashCode())
        .setSystem(name("systems", "web"))
        .setKind(kind)
        .setEventTime(ago(minutes))
        .setSummary(summary)
        .setActor(actor.isEmpty() ? "" : name("users", actor))
        .setSeverity(severity)
        .build();
  }

  private String name(String collection, String id) {
    return org + "/" + collection + "/" + id;
  }

  private Timestamp ago(long minutes) {
    return stamp(now.minusSeconds(minutes * 60));
  }

  private static Timestamp stamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  private static RuntimeException notFound() {
    return Errors.of(Status.Code.NOT_FOUND, "NOT_FOUND", "there is no such thing");
  }
}
