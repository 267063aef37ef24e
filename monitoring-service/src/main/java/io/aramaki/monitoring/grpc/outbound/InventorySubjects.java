package io.aramaki.monitoring.grpc.outbound;

import io.aramaki.inventory.v1.AgentServiceGrpc;
import io.aramaki.inventory.v1.AgentServiceGrpc.AgentServiceBlockingStub;
import io.aramaki.inventory.v1.GetSubjectSetRequest;
import io.aramaki.monitoring.domain.subject.SubjectSet;
import io.aramaki.monitoring.domain.subject.SubjectSource;
import io.aramaki.monitoring.domain.subject.SubjectsUnavailable;
import io.grpc.Channel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Asks inventory for which systems an agent may report.
public final class InventorySubjects implements SubjectSource {
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  private final AgentServiceBlockingStub inventory;

  public InventorySubjects(Channel channel) {
    inventory = AgentServiceGrpc.newBlockingStub(channel);
  }

  @Override
  public Optional<SubjectSet> fetch(String agent) {
    try {
      var set =
          inventory
              .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
              .getSubjectSet(GetSubjectSetRequest.newBuilder().setAgent(agent).build());
      Set<String> systems = new HashSet<>(set.getSystemsList());
      systems.add(set.getSystem());
      return Optional.of(
          new SubjectSet(agent, set.getSystem(), systems, set.getVersion(), set.getRevoked()));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw new SubjectsUnavailable(agent, e);
    }
  }
}
