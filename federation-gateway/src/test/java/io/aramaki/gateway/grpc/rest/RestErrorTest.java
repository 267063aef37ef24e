package io.aramaki.gateway.grpc.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class RestErrorTest {

  @Test
  void failure_withDetails_showsReasonRetryAndDetails() {
    var failure =
        StatusProto.toStatusRuntimeException(
            com.google.rpc.Status.newBuilder()
                .setCode(Code.RESOURCE_EXHAUSTED_VALUE)
                .setMessage("too many <calls>")
                .addDetails(
                    Any.pack(
                        ErrorInfo.newBuilder()
                            .setDomain("alerting.aramaki.io")
                            .setReason("RATE_LIMITED")
                            .putMetadata("limit", "5")
                            .build()))
                .addDetails(
                    Any.pack(
                        RetryInfo.newBuilder().setRetryDelay(Durations.fromMillis(1500)).build()))
                .addDetails(
                    Any.pack(
                        BadRequest.newBuilder()
                            .addFieldViolations(
                                BadRequest.FieldViolation.newBuilder().setField("a.b"))
                            .build()))
                .build());

    RestError error = RestError.of(failure);
    JsonObject json =
        JsonParser.parseString(error.toJson()).getAsJsonObject().getAsJsonObject("error");

    assertThat(error.code()).isEqualTo(429);
    assertThat(error.retryAfterSeconds()).hasValue(2);
    assertThat(json.get("code").getAsInt()).isEqualTo(429);
    assertThat(json.get("status").getAsString()).isEqualTo("RESOURCE_EXHAUSTED");
    assertThat(json.get("reason").getAsString()).isEqualTo("RATE_LIMITED");
    assertThat(json.get("message").getAsString()).isEqualTo("too many <calls>");
    assertThat(json.getAsJsonArray("details")).hasSize(3);
    assertThat(json.getAsJsonArray("details").get(0).getAsJsonObject().get("metadata").toString())
        .isEqualTo("{\"limit\":\"5\"}");
  }

  @Test
  void failure_withDetailsThatCannotBeRead_isStillShown() {
    var failure =
        StatusProto.toStatusRuntimeException(
            com.google.rpc.Status.newBuilder()
                .setCode(Code.NOT_FOUND_VALUE)
                .setMessage("gone")
                .addDetails(
                    Any.newBuilder()
                        .setTypeUrl("type.googleapis.com/google.rpc.ErrorInfo")
                        .setValue(ByteString.copyFromUtf8("garbage")))
                .addDetails(Any.newBuilder().setTypeUrl("type.googleapis.com/who.knows"))
                .build());

    RestError error = RestError.of(failure);

    assertThat(error.code()).isEqualTo(404);
    assertThat(error.reason()).isEmpty();
    assertThat(error.details()).containsExactly("{}", "{}");
  }

  @Test
  void failure_withoutDetails_hasEmptyReason() {
    RestError error = RestError.of(new StatusRuntimeException(Status.UNAVAILABLE));

    assertThat(error.code()).isEqualTo(503);
    assertThat(error.toJson())
        .isEqualTo(
            "{\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\",\"reason\":\"\",\"message\":\"\",\"details\":[]}}");
  }

  @Test
  void everyCode_hasAnHttpStatus() {
    assertThat(Arrays.stream(Status.Code.values()).map(RestError::httpStatus))
        .allMatch(status -> status == 200 || status >= 400);
  }
}
