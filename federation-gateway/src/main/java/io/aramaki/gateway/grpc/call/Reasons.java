package io.aramaki.gateway.grpc.call;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import org.jspecify.annotations.Nullable;

/// Finds the reason of a failure.
public final class Reasons {
  private Reasons() {}

  /// Answers the reason of the `ErrorInfo`; empty if there is none.
  public static String of(StatusRuntimeException failure) {
    @Nullable Status status = StatusProto.fromThrowable(failure);
    if (status != null) {
      for (Any detail : status.getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          try {
            return detail.unpack(ErrorInfo.class).getReason();
          } catch (InvalidProtocolBufferException _) {
            return "";
          }
        }
      }
    }
    return "";
  }
}
