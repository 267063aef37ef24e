package io.aramaki.inventory.grpc.control;

import io.aramaki.agent.v1.ControlHello;
import io.aramaki.agent.v1.ControlRequest;
import io.aramaki.agent.v1.ControlResponse;
import io.aramaki.agent.v1.FactReportAck;
import io.aramaki.agent.v1.RunEvent;
import io.aramaki.agent.v1.RunEventAck;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.run.RunOrder;
import io.aramaki.inventory.domain.run.Runs.Reception;
import io.aramaki.inventory.domain.run.agent.AgentConnection;
import io.aramaki.inventory.grpc.control.Definitions.DefinitionSet;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.error.Refusal;
import io.aramaki.kit.name.IllegalResourceName;
import io.aramaki.kit.security.sign.TrustedKeys;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One agent's control stream.
///
/// ```
/// agent: hello ─▶ (facts | run event)*        inventory: key set?, definitions, (dispatch | ack)*
/// ```
///
/// Definitions go out before the dispatches that name them. The session counts as connected only
/// after they did.
final class ControlSession implements StreamObserver<ControlRequest>, AgentConnection {
  private static final Logger log = LoggerFactory.getLogger(ControlSession.class);

  /// How long an agent has, after it connected, to tell what its journal holds.
  private static final Duration SETTLING = Duration.ofSeconds(5);

  private static final int OPEN_RUNS_MAX = 1000;

  private final AgentId agent;
  private final String name;
  private final ControlParts parts;
  private final Outgoing out;
  private final Set<RunId> sent = ConcurrentHashMap.newKeySet();
  private volatile Set<RunId> journalled = Set.of();
  private volatile Set<String> definitions = Set.of();
  private volatile long keysVersion;
  private volatile long boot;
  private volatile long connectedNanos;
  private boolean greeted;

  /// @param name the agent's resource name
  ControlSession(AgentId agent, String name, ControlParts parts, Outgoing out) {
    this.agent = agent;
    this.name = name;
    this.parts = parts;
    this.out = out;
  }

  AgentId agent() {
    return agent;
  }

  @Override
  public void onNext(ControlRequest request) {
    if (out.hasEnded()) {
      return;
    }
    try {
      switch (request.getMessageCase()) {
        case HELLO -> hello(request.getHello());
        case FACTS -> {
          requireGreeting();
          FactReportAck ack = parts.factReports().take(agent, request.getFacts());
          out.send(ControlResponse.newBuilder().setFactsAck(ack).build());
        }
        case RUN_EVENT -> {
          requireGreeting();
          runEvent(request.getRunEvent());
        }
        case MESSAGE_NOT_SET -> throw invalid("a message of a control session says nothing");
      }
    } catch (IllegalArgumentException e) {
      fail(e instanceof IllegalResourceName ? e : invalid(String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  @Override
  public void onError(Throwable gone) {
    parts.connected().remove(this);
    out.end();
  }

  @Override
  public void onCompleted() {
    parts.connected().remove(this);
    out.end();
  }

  /// The agent came again, perhaps because this connection is dead already.
  void replaced() {
    fail(Errors.of(Code.ABORTED, "SESSION_REPLACED", "the agent has opened another session"));
  }

  /// Sends the key set if there is a newer one than the agent holds.
  void refreshKeys() {
    TrustedKeys keys = parts.keys().trusted();
    if (keys.version() > keysVersion) {
      keysVersion = keys.version();
      out.send(ControlResponse.newBuilder().setKeySet(keys.signed()).build());
    }
  }

  /// Sends the definitions if they are others than the agent holds.
  synchronized void refreshDefinitions() {
    DefinitionSet set = parts.definitions().of(parts.agents().get(agent));
    if (!set.sha256().equals(definitions)) {
      send(set);
    }
  }

  private void hello(ControlHello hello) {
    if (greeted) {
      throw invalid("a session has one hello");
    }
    greeted = true;
    if (hello.getOpenRunsCount() > OPEN_RUNS_MAX) {
      throw invalid("hello names more than " + OPEN_RUNS_MAX + " open runs");
    }
    boot = hello.getBoot();
    journalled =
        hello.getOpenRunsList().stream()
            .map(parts.names()::run)
            .collect(Collectors.toUnmodifiableSet());
    keysVersion = hello.getKeySetVersion();
    refreshKeys();
    greetWithDefinitions(hello.getActionDefinitionsVersion());
    connectedNanos = parts.nanoTime().getAsLong();
    parts.connected().add(this);
    if (out.hasEnded()) {
      parts.connected().remove(this);
    }
    log.atInfo()
        .addKeyValue("agent", agent)
        .addKeyValue("version", hello.getAgentVersion())
        .log("control session opened");
    parts.arrived().run();
  }

  private synchronized void greetWithDefinitions(long heldVersion) {
    DefinitionSet set = parts.definitions().of(parts.agents().get(agent));
    if (set.version() == heldVersion) {
      definitions = set.sha256();
    } else {
      send(set);
    }
  }

  private void send(DefinitionSet set) {
    definitions = set.sha256();
    out.send(ControlResponse.newBuilder().setActionDefinitions(set.signed()).build());
  }

  private void runEvent(RunEvent event) {
    RunId run = parts.names().run(event.getRun());
    Reception reception = parts.runs().on(agent, name, run, RunEvents.event(event));
    switch (reception) {
      case TAKEN -> acknowledge(event);
      case FOREIGN -> {
        // The agent shall forget it; there is nothing here that it could belong to.
        log.atWarn()
            .addKeyValue("agent", agent)
            .addKeyValue("run", run)
            .log("event of a run that is not this agent's");
        acknowledge(event);
      }
      case GAP ->
          throw invalid("run " + run + ": events before seq " + event.getSeq() + " are missing");
    }
  }

  private void acknowledge(RunEvent event) {
    out.send(
        ControlResponse.newBuilder()
            .setRunEventAck(RunEventAck.newBuilder().setRun(event.getRun()).setSeq(event.getSeq()))
            .build());
  }

  private void requireGreeting() {
    if (!greeted) {
      throw invalid("a session begins with hello");
    }
  }

  private void fail(Throwable error) {
    parts.connected().remove(this);
    out.fail(error);
  }

  private static Refusal invalid(String problem) {
    return Errors.of(Code.INVALID_ARGUMENT, "INVALID_FRAME", problem);
  }

  @Override
  public long boot() {
    return boot;
  }

  @Override
  public boolean hasJournalled(RunId run) {
    return journalled.contains(run);
  }

  @Override
  public boolean wasSent(RunId run) {
    return sent.contains(run);
  }

  @Override
  public boolean isSettled() {
    return parts.nanoTime().getAsLong() - connectedNanos >= SETTLING.toNanos();
  }

  @Override
  public void send(RunOrder order, long toBoot, Duration remaining) {
    if (!definitions.contains(order.definitionSha256())) {
      refreshDefinitions();
    }
    sent.add(order.id());
    out.send(
        ControlResponse.newBuilder()
            .setDispatch(parts.dispatches().sign(order, toBoot, remaining))
            .build());
  }
}
