package io.aramaki.gateway.grpc.write;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Status;
import io.aramaki.gateway.domain.write.Gathering;
import io.aramaki.gateway.domain.write.WriteRefused;
import io.aramaki.gateway.grpc.rest.RestError;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Reads and writes the messages of OTLP over HTTP.
public final class OtlpMessages {
  /// Values of attributes may lie in each other; deeper than this nobody means it.
  private static final int DEPTH_MAX = 32;

  private OtlpMessages() {}

  /// Reads the binary form.
  ///
  /// @throws WriteRefused if it is none
  public static ExportMetricsServiceRequest of(byte[] message) {
    try {
      var in = com.google.protobuf.CodedInputStream.newInstance(message);
      var _ = in.setRecursionLimit(DEPTH_MAX);
      return ExportMetricsServiceRequest.parseFrom(in);
    } catch (java.io.IOException e) {
      throw malformed(e);
    }
  }

  /// Reads the JSON form. Keys that are unknown are passed over, as OTLP wants it.
  ///
  /// @throws WriteRefused if it is none
  public static ExportMetricsServiceRequest ofJson(byte[] message) {
    var request = ExportMetricsServiceRequest.newBuilder();
    try {
      JsonFormat.parser()
          .ignoringUnknownFields()
          .merge(new String(message, StandardCharsets.UTF_8), request);
    } catch (InvalidProtocolBufferException e) {
      throw malformed(e);
    }
    return request.build();
  }

  private static WriteRefused malformed(Exception e) {
    return new WriteRefused(
        WriteRefused.Kind.MALFORMED,
        "the body is no ExportMetricsServiceRequest: " + e.getMessage());
  }

  /// Writes the answer to a request that was taken, in whole or in part.
  public static ByteBuffer taken(Gathering gathering, boolean json) {
    return bytes(response(gathering), json);
  }

  /// Answers what was taken, in whole or in part.
  public static ExportMetricsServiceResponse response(Gathering gathering) {
    var response = ExportMetricsServiceResponse.newBuilder();
    if (gathering.rejected() > 0) {
      response.setPartialSuccess(
          ExportMetricsPartialSuccess.newBuilder()
              .setRejectedDataPoints(gathering.rejected())
              .setErrorMessage(gathering.problem().orElseThrow()));
    }
    return response.build();
  }

  /// Writes the answer to a request that was not taken.
  public static ByteBuffer error(RestError error, boolean json) {
    String reason = error.reason().isEmpty() ? "" : error.reason() + ": ";
    return bytes(
        Status.newBuilder()
            .setCode(io.grpc.Status.Code.valueOf(error.status()).value())
            .setMessage(reason + error.message())
            .build(),
        json);
  }

  private static ByteBuffer bytes(Message message, boolean json) {
    if (!json) {
      return message.toByteString().asReadOnlyByteBuffer();
    }
    try {
      return ByteBuffer.wrap(
          JsonFormat.printer()
              .omittingInsignificantWhitespace()
              .print(message)
              .getBytes(StandardCharsets.UTF_8));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message of ours has no JSON form", e);
    }
  }
}
