package io.aramaki.kit.grpc.error;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Map;

/// A call that is answered with an error on purpose. Everything else that is thrown is a bug or an
/// outage, also a [StatusRuntimeException] that another server sent us.
///
/// Made by [Errors]. The domain of its `ErrorInfo` is empty until the server, which knows its
/// service's name, fills it in.
public final class Refusal extends StatusRuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ErrorInfo info;
  private final transient List<Message> details;

  Refusal(Status.Code code, String message, ErrorInfo info, List<Message> details) {
    this(code.toStatus().withDescription(message), info, details);
  }

  private Refusal(Status status, ErrorInfo info, List<Message> details) {
    super(status, trailers(status, info, details));
    this.info = info;
    this.details = List.copyOf(details);
  }

  /// Answers the reason, `UPPER_SNAKE_CASE`.
  public String reason() {
    return info.getReason();
  }

  /// Answers what the refusal is about, for machines.
  public Map<String, String> metadata() {
    return info.getMetadataMap();
  }

  /// Answers this refusal with the domain filled in, if it was empty.
  public Refusal inDomain(String domain) {
    return info.getDomain().isEmpty()
        ? new Refusal(getStatus(), info.toBuilder().setDomain(domain).build(), details)
        : this;
  }

  /// Answers this refusal with its cause, which is logged and never sent.
  public Refusal causedBy(Throwable cause) {
    return new Refusal(getStatus().withCause(cause), info, details);
  }

  private static Metadata trailers(Status status, ErrorInfo info, List<Message> details) {
    var proto = com.google.rpc.Status.newBuilder().setCode(status.getCode().value());
    if (status.getDescription() != null) {
      proto.setMessage(status.getDescription());
    }
    proto.addDetails(Any.pack(info));
    details.forEach(detail -> proto.addDetails(Any.pack(detail)));
    Metadata trailers = StatusProto.toStatusRuntimeException(proto.build()).getTrailers();
    return trailers == null ? new Metadata() : trailers;
  }
}
