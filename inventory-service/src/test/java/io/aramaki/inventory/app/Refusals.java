package io.aramaki.inventory.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.aramaki.kit.grpc.error.Errors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Checks how a call is refused.
final class Refusals {
  private Refusals() {}

  static StatusRuntimeException assertRefused(
      Status.Code code, String reason, ThrowingCallable call) {
    StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(refused).as("expected %s %s, but the call went through", code, reason).isNotNull();
    assertThat(refused.getStatus().getCode() + " " + reasonOf(refused))
        .as(refused.getMessage())
        .isEqualTo(code + " " + reason);
    return refused;
  }

  static String reasonOf(Throwable error) {
    return Errors.infoOf(error).map(info -> info.getReason()).orElse("");
  }
}
