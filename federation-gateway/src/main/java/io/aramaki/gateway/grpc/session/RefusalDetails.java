package io.aramaki.gateway.grpc.session;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.aramaki.gateway.domain.session.Refusal;
import java.util.Base64;

/// Writes a refusal as the trailer `grpc-status-details-bin`, in which clients look for the reason.
public final class RefusalDetails {
  private static final String DOMAIN = "gateway.aramaki.io";

  private RefusalDetails() {}

  /// Answers the value of the trailer: base64 of a `google.rpc.Status` with one `ErrorInfo`.
  public static String encode(Refusal refusal) {
    var info = ErrorInfo.newBuilder().setDomain(DOMAIN).setReason(refusal.reason()).build();
    var status =
        Status.newBuilder()
            .setCode(refusal.code().number())
            .setMessage(refusal.message())
            .addDetails(Any.pack(info))
            .build();
    return Base64.getEncoder().withoutPadding().encodeToString(status.toByteArray());
  }
}
