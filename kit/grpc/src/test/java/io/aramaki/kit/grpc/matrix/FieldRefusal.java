package io.aramaki.kit.grpc.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import io.aramaki.kit.grpc.error.Errors;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Objects;

/// How a request is refused that has something wrong in one field.
public final class FieldRefusal {
  private static final int DESCRIPTION_MAX = 1_000;

  private FieldRefusal() {}

  /// Checks that a refusal is the caller's fault for this reason, names the field, and says what
  /// would be right without repeating a request of any length.
  public static void assertNames(
      StatusRuntimeException refusal, String reason, String field, String expectation) {
    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(Errors.infoOf(refusal).orElseThrow().getReason()).isEqualTo(reason);
    BadRequest.FieldViolation violation = violation(refusal);
    assertThat(violation.getField()).isEqualTo(field);
    assertThat(violation.getDescription()).contains(expectation).hasSizeLessThan(DESCRIPTION_MAX);
  }

  private static BadRequest.FieldViolation violation(StatusRuntimeException refusal) {
    try {
      for (var detail :
          Objects.requireNonNull(StatusProto.fromThrowable(refusal)).getDetailsList()) {
        if (detail.is(BadRequest.class)) {
          return detail.unpack(BadRequest.class).getFieldViolations(0);
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("no field is named: " + refusal);
  }
}
