package io.aramaki.monitoring.grpc.session;

import io.aramaki.agent.v1.ObservationSessionServiceGrpc.ObservationSessionServiceImplBase;
import io.aramaki.agent.v1.ObserveRequest;
import io.aramaki.agent.v1.ObserveResponse;
import io.aramaki.kit.grpc.ServerStreams;
import io.aramaki.kit.grpc.access.Caller;
import io.grpc.stub.StreamObserver;

/// Opens sessions. Which agent it is says the authenticated caller, never a frame.
public final class ObservationSessionEndpoint extends ObservationSessionServiceImplBase {
  private final SessionParts parts;

  public ObservationSessionEndpoint(SessionParts parts) {
    this.parts = parts;
  }

  @Override
  public StreamObserver<ObserveRequest> observe(StreamObserver<ObserveResponse> answers) {
    return new AgentSession(Caller.current(), parts, ServerStreams.sink(answers));
  }
}
