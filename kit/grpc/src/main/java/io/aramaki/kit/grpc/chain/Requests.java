package io.aramaki.kit.grpc.chain;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.security.OrgId;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Optional;

/// Brings requests into the one form that all behind it rely on: what cannot be parsed is refused,
/// and `orgs/-` ("this organisation") at the beginning of a text becomes `orgs/{org}`.
final class Requests implements ServerInterceptor {
  private static final String THIS_ORG = "orgs/-";

  private final String ourOrg;
  private final MessageEdit resolution = this::resolve;

  Requests(OrgId org) {
    this.ourOrg = org.resourceName();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return new EachRequest<>(next.startCall(call, headers)) {
      @Override
      protected Q check(Q request) {
        Object raw = request;
        if (raw instanceof Malformed malformed) {
          throw Errors.invalid(
              "MALFORMED_REQUEST",
              "(request)",
              "not the message of this RPC: " + malformed.problem());
        }
        @SuppressWarnings("unchecked") // the same type, with other texts
        Q resolved = raw instanceof Message message ? (Q) resolution.of(message) : request;
        return resolved;
      }
    };
  }

  private Optional<Object> resolve(FieldDescriptor field, Object value) {
    boolean relative =
        value instanceof String text
            && (text.equals(THIS_ORG) || text.startsWith(THIS_ORG + "/"))
            && !field.getContainingType().getOptions().getMapEntry();
    return relative
        ? Optional.of(ourOrg + ((String) value).substring(THIS_ORG.length()))
        : Optional.empty();
  }
}
