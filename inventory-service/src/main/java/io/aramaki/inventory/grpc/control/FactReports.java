package io.aramaki.inventory.grpc.control;

import io.aramaki.agent.v1.FactReportAck;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.InventoryException.Invalid;
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

  /// Takes a report and answers what to tell the agent: it is durable, or refused and why. A
  /// refusal is about the report and not about the session: an agent whose list of systems was just
  /// shortened goes on with the others.
  FactReportAck take(AgentId agent, io.aramaki.agent.v1.FactReport report) {
    var ack = FactReportAck.newBuilder().setSeq(report.getSeq());
    SystemId system = names.system(report.getSystem());
    if (!agents.get(agent).subjects().contains(system)) {
      return refused(
          ack,
          agent,
          "SUBJECT_NOT_ALLOWED",
          "agent " + agent + " may not report about system " + system);
    }
    try {
      var _ = facts.report(new FactReport(system, agent, report.getFactsMap(), observed(report)));
      return ack.build();
    } catch (Invalid | IllegalArgumentException e) {
      return refused(ack, agent, "INVALID_FACTS", String.valueOf(e.getMessage()));
    }
  }

  private static FactReportAck refused(
      FactReportAck.Builder ack, AgentId agent, String reason, String message) {
    log.atWarn()
        .addKeyValue("agent", agent)
        .addKeyValue("reason", reason)
        .addKeyValue("error", message)
        .log("a fact report was refused");
    return ack.setReason(reason).setMessage(message).build();
  }

  /// An agent's clock may be ahead of ours; nothing was seen in the future.
  private Instant observed(io.aramaki.agent.v1.FactReport report) {
    Instant time = Times.instant("facts.observe_time", report.getObserveTime());
    Instant now = clock.instant();
    return (time.isAfter(now) ? now : time).truncatedTo(ChronoUnit.MILLIS);
  }
}
