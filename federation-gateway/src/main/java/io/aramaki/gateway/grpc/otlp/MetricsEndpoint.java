package io.aramaki.gateway.grpc.otlp;

import io.aramaki.gateway.domain.write.Gathering;
import io.aramaki.gateway.domain.write.Room;
import io.aramaki.gateway.domain.write.WriteRefused;
import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.grpc.rest.RestError;
import io.aramaki.gateway.grpc.write.OtlpMessages;
import io.aramaki.gateway.grpc.write.OtlpMetrics;
import io.aramaki.gateway.grpc.write.SampleCalls;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc.MetricsServiceImplBase;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes metrics and answers when they are durable.
final class MetricsEndpoint extends MetricsServiceImplBase {
  private static final Logger log = LoggerFactory.getLogger(MetricsEndpoint.class);

  private final SampleCalls calls;
  private final Room room;
  private final InstantSource clock;

  MetricsEndpoint(SampleCalls calls, Room room, InstantSource clock) {
    this.calls = calls;
    this.room = room;
    this.clock = clock;
  }

  @Override
  public void export(
      ExportMetricsServiceRequest request, StreamObserver<ExportMetricsServiceResponse> answer) {
    try {
      ExportMetricsServiceResponse response = write(request);
      answer.onNext(response);
      answer.onCompleted();
    } catch (WriteRefused e) {
      answer.onError(OtlpErrors.of(e));
    } catch (StatusRuntimeException e) {
      answer.onError(OtlpErrors.of(Failure.of(e).error()));
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("metrics could not be taken");
      answer.onError(
          OtlpErrors.of(
              RestError.of(500, "INTERNAL", "INTERNAL", "something broke here; it was logged")));
    }
  }

  private ExportMetricsServiceResponse write(ExportMetricsServiceRequest request) {
    LetIn.Sender sender = LetIn.Sender.current();
    try (Room.Share share = room.share()) {
      share.take(request.getSerializedSize());
      var gathering = new Gathering(sender.system(), clock.instant(), share);
      new OtlpMetrics(gathering).read(request);
      calls.write(sender.who(), gathering, _ -> {});
      return OtlpMessages.response(gathering);
    }
  }
}
