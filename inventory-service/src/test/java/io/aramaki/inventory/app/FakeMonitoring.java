package io.aramaki.inventory.app;

import io.aramaki.kit.app.Environment;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.GrpcSecurity;
import io.aramaki.kit.grpc.access.Revocations;
import io.aramaki.kit.grpc.access.RightsSource;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.grpc.access.TokenVerifier;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.matrix.MemoryAuditLog;
import io.aramaki.kit.grpc.server.GrpcServer;
import io.aramaki.kit.grpc.server.GrpcServerConfig;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.monitoring.v1.AppendEventsRequest;
import io.aramaki.monitoring.v1.AppendEventsResponse;
import io.aramaki.monitoring.v1.TimelineEvent;
import io.aramaki.monitoring.v1.TimelineServiceGrpc.TimelineServiceImplBase;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Takes timeline events like monitoring, or does not answer.
final class FakeMonitoring {
  private final List<TimelineEvent> events = new ArrayList<>();
  private final GrpcServer server;
  private boolean down;

  FakeMonitoring(TlsIdentity identity, Environment environment) {
    var security =
        new GrpcSecurity(
            TokenVerifier.NONE,
            RightsSource.NOBODY,
            SystemOf.systems(),
            Revocations.NONE,
            new MemoryAuditLog(environment.clock()));
    server =
        GrpcServer.builder(GrpcServerConfig.local(), identity, security, environment)
            .services(List.of(new Timeline()))
            .start();
  }

  String target() {
    return "dns:///" + server.address();
  }

  synchronized void down(boolean now) {
    down = now;
  }

  synchronized List<TimelineEvent> of(String subject) {
    return events.stream().filter(event -> event.getSubject().equals(subject)).toList();
  }

  private synchronized AppendEventsResponse take(AppendEventsRequest request) {
    if (down) {
      throw Errors.unavailable("NOT_READY", "down by the test", Duration.ofSeconds(1));
    }
    for (TimelineEvent event : request.getEventsList()) {
      events.removeIf(known -> known.getEventId().equals(event.getEventId()));
      events.add(event);
    }
    return AppendEventsResponse.getDefaultInstance();
  }

  private final class Timeline extends TimelineServiceImplBase {
    @Override
    public void appendEvents(
        AppendEventsRequest request, StreamObserver<AppendEventsResponse> observer) {
      Unary.answer(observer, () -> take(request));
    }
  }
}
