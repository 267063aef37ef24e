package io.aramaki.kit.grpc.chain.outcome;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// An error as it goes over the wire: a status, and details in the trailers.
public record WireError(Status status, Metadata trailers) {
  private static final Set<String> ONCE =
      Set.of(
          BadRequest.getDescriptor().getFullName(),
          RetryInfo.getDescriptor().getFullName(),
          PreconditionFailure.getDescriptor().getFullName());
  private static final Pattern REASON = Pattern.compile("[A-Z][A-Z0-9_]{0,62}");
  private static final Pattern DOMAIN = Pattern.compile("[a-z][a-z0-9-]*\\.aramaki\\.io");

  /// Answers the first `ErrorInfo`; empty if the trailers carry none.
  Optional<ErrorInfo> info() {
    for (Any detail : details()) {
      if (detail.is(ErrorInfo.class)) {
        try {
          return Optional.of(detail.unpack(ErrorInfo.class));
        } catch (InvalidProtocolBufferException _) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /// Tells what is wrong with the form of the error; empty if nothing is.
  List<String> problems() {
    var problems = new ArrayList<String>();
    int infos = 0;
    var seen = new ArrayList<String>();
    for (Any detail : details()) {
      String type = detail.getTypeUrl().substring(detail.getTypeUrl().lastIndexOf('/') + 1);
      if (type.equals(ErrorInfo.getDescriptor().getFullName())) {
        infos++;
      } else if (!ONCE.contains(type)) {
        problems.add("a detail of type " + type);
      } else if (seen.contains(type)) {
        problems.add("more than one " + type);
      }
      seen.add(type);
    }
    if (infos != 1) {
      problems.add(infos + " ErrorInfo instead of exactly one");
    }
    info().ifPresent(info -> check(info, problems));
    return problems;
  }

  private static void check(ErrorInfo info, List<String> problems) {
    if (!REASON.matcher(info.getReason()).matches()) {
      problems.add("the reason \"" + info.getReason() + "\" is not UPPER_SNAKE_CASE");
    }
    if (!DOMAIN.matcher(info.getDomain()).matches()) {
      problems.add("the domain \"" + info.getDomain() + "\" is not <service>.aramaki.io");
    }
  }

  private List<Any> details() {
    com.google.rpc.Status proto = StatusProto.fromStatusAndTrailers(status, trailers);
    return proto == null ? List.of() : proto.getDetailsList();
  }

  /// Answers the same error with the domain filled in where it is empty.
  public WireError inDomain(String domain) {
    com.google.rpc.Status proto = StatusProto.fromStatusAndTrailers(status, trailers);
    if (proto == null) {
      return this;
    }
    var filled = proto.toBuilder().clearDetails();
    for (Any detail : proto.getDetailsList()) {
      filled.addDetails(inDomain(detail, domain));
    }
    Metadata written = StatusProto.toStatusRuntimeException(filled.build()).getTrailers();
    return new WireError(status, written == null ? new Metadata() : written);
  }

  private static Any inDomain(Any detail, String domain) {
    if (!detail.is(ErrorInfo.class)) {
      return detail;
    }
    try {
      ErrorInfo info = detail.unpack(ErrorInfo.class);
      return info.getDomain().isEmpty()
          ? Any.pack(info.toBuilder().setDomain(domain).build())
          : detail;
    } catch (InvalidProtocolBufferException _) {
      return detail;
    }
  }
}
