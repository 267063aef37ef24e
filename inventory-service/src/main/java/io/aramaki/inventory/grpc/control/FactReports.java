package io.aramaki.inventory.grpc.control;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.agent.Agents;
import io.aramaki.inventory.domain.fact.FactReport;
import io.aramaki.inventory.domain.fact.Facts;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.kit.grpc.Times;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what agents report about their systems.
final class FactReports {
  private static final Logger log = LoggerFactory.getLogger(FactReports.class);

  private final Facts facts;
  private final Agents agents;
  private final Names names;
  private final Clock clock;

  FactReports(Facts facts, Agents agents, Names names, Clock clock) {
    this.facts = facts;
    this.agents = agents;
    this.names = names;
    this.clock = clock;
  }

  /// Takes a report; it is durable when this returns. A report about a system that is not (any
  /// more) the agent's business is dropped, and the log says so: an agent whose list of systems was
  /// just shortened must not lose its session for it.
  ///
  /// @throws IllegalArgumentException if it is no report
  void take(AgentId agent, io.aramaki.agent.v1.FactReport report) {
    SystemId system = names.system(report.getSystem());
    if (!agents.get(agent).subjects().contains(system)) {
      log.atWarn()
          .addKeyValue("agent", agent)
          .addKeyValue("system", system)
          .log("SECURITY: facts about a system for which the agent may not report were dropped");
      return;
    }
    var _ = facts.report(new FactReport(system, agent, report.getFactsMap(), observed(report)));
  }

  /// An agent's clock may be ahead of ours; nothing was seen in the future.
  private Instant observed(io.aramaki.agent.v1.FactReport report) {
    Instant time = Times.instant("facts.observe_time", report.getObserveTime());
    Instant now = clock.instant();
    return (time.isAfter(now) ? now : time).truncatedTo(ChronoUnit.MILLIS);
  }
}
