package io.aramaki.monitoring.domain.agent;

import io.aramaki.monitoring.domain.MonitoringException;
import io.aramaki.monitoring.domain.catalog.Catalog;
import io.aramaki.monitoring.domain.observation.Refusal;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.sequence.SeqRange;
import io.aramaki.monitoring.domain.subject.SubjectSet;

/// An agent's open session. None of its methods waits for the agent.
public interface AgentLink {
  /// Which gateway relays the session: the id of its process.
  String gateway();

  /// The batch is durable.
  void acknowledge(BatchKey key);

  /// The batch will never be taken.
  void refuse(BatchKey key, Refusal refusal);

  /// The batches are asked for again.
  void resend(SeqRange range);

  /// These definitions are in force; they are sent if they differ from what was sent before.
  void define(Catalog catalog, SubjectSet subjects);

  /// Ends the session.
  void end(MonitoringException why);

  boolean isOpen();
}
