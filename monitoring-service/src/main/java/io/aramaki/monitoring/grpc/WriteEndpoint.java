package io.aramaki.monitoring.grpc;

import io.aramaki.kit.grpc.RequestNames;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.monitoring.domain.write.Taken;
import io.aramaki.monitoring.domain.write.Writes;
import io.aramaki.monitoring.v1.WriteSamplesRequest;
import io.aramaki.monitoring.v1.WriteSamplesResponse;
import io.aramaki.monitoring.v1.WriteServiceGrpc.WriteServiceImplBase;
import io.grpc.stub.StreamObserver;

/// Samples that programs write.
final class WriteEndpoint extends WriteServiceImplBase {
  private final Writes writes;
  private final RequestNames names;

  WriteEndpoint(Writes writes, RequestNames names) {
    this.writes = writes;
    this.names = names;
  }

  @Override
  public void writeSamples(
      WriteSamplesRequest request, StreamObserver<WriteSamplesResponse> answer) {
    Unary.answer(
        answer,
        () -> {
          Taken taken =
              writes.write(
                  names.system("parent", request.getParent()),
                  request.getContent().toByteArray(),
                  Integer.toUnsignedLong(request.getSampleCount()),
                  Integer.toUnsignedLong(request.getSeriesCount()),
                  Integer.toUnsignedLong(request.getInheritedCount()),
                  request.getPlacesList());
          return WriteSamplesResponse.newBuilder()
              .setRefusedSamples(taken.refused())
              .setRefusal(taken.why())
              .setNamesKept(taken.namesKept())
              .build();
        });
  }
}
