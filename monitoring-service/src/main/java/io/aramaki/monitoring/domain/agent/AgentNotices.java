package io.aramaki.monitoring.domain.agent;

import io.aramaki.kit.name.ResourceName;
import io.aramaki.monitoring.domain.observation.Goodbye;
import io.aramaki.monitoring.domain.observation.ObservedEvent;
import io.aramaki.monitoring.domain.sequence.BatchHead;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.sequence.Gap;
import io.aramaki.monitoring.domain.timeline.TimelineEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What people read of an agent. The ids follow from the batches, so a batch that is applied again
/// shows nothing twice.
record AgentNotices(String agent) {
  List<TimelineEvent> observed(BatchHead head, List<ObservedEvent> events) {
    var notices = new ArrayList<TimelineEvent>();
    for (ObservedEvent event : events) {
      notices.add(
          TimelineEvent.ofAgent(
              id(head, "event-" + (notices.size() + 1)),
              event.system(),
              agent,
              event.observeTime(),
              event.kind() + ": " + event.summary(),
              ""));
    }
    return notices;
  }

  TimelineEvent stopped(BatchHead head, Goodbye goodbye, String system, Instant received) {
    Duration absence = goodbye.expectedAbsence();
    String until = absence.isZero() ? "" : ", back within " + absence.toSeconds() + " s";
    String summary = "agent stopped: " + goodbye.reason() + until;
    return TimelineEvent.ofAgent(id(head, "goodbye"), system, agent, received, summary, "");
  }

  TimelineEvent lost(Gap gap, String system, Instant now) {
    String summary =
        "batches "
            + gap.range()
            + " are lost: the agent dropped "
            + gap.samples()
            + " samples and "
            + gap.results()
            + " results";
    String id = ResourceName.parse(agent).id() + "-gap-" + gap.range();
    return TimelineEvent.ofAgent(id, system, agent, now, summary, "warning");
  }

  String usedTwice(BatchKey key) {
    return "batch "
        + key
        + " came twice with different content: two agents use one state directory, or an old one"
        + " was restored. Restart the agent; the second batch is in the quarantine";
  }

  private String id(BatchHead head, String what) {
    return ResourceName.parse(agent).id() + "-" + head.key() + "-" + what;
  }
}
