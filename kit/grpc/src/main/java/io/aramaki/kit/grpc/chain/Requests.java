package io.aramaki.kit.grpc.chain;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.security.OrgId;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.io.InputStream;
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
    return new Gate.EachRequest<>(next.startCall(call, headers)) {
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

  /// Stands in the place of a request that cannot be parsed. Without it grpc-java would answer
  /// `UNKNOWN` and log a stack trace, as if the fault were ours.
  record Malformed(String problem) {

    /// Answers the service with requests that never fail to parse; [Requests] refuses them in
    /// order.
    static ServerServiceDefinition tolerate(ServerServiceDefinition service) {
      ServiceDescriptor described = service.getServiceDescriptor();
      var descriptor =
          ServiceDescriptor.newBuilder(described.getName())
              .setSchemaDescriptor(described.getSchemaDescriptor());
      var methods = service.getMethods().stream().map(Malformed::tolerate).toList();
      methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
      var tolerant = ServerServiceDefinition.builder(descriptor.build());
      methods.forEach(tolerant::addMethod);
      return tolerant.build();
    }

    private static <Q, R> ServerMethodDefinition<Q, R> tolerate(
        ServerMethodDefinition<Q, R> method) {
      MethodDescriptor<Q, R> descriptor = method.getMethodDescriptor();
      return ServerMethodDefinition.create(
          descriptor.toBuilder(
                  tolerate(descriptor.getRequestMarshaller()), descriptor.getResponseMarshaller())
              .build(),
          method.getServerCallHandler());
    }

    private static <Q> Marshaller<Q> tolerate(Marshaller<Q> strict) {
      return new Marshaller<>() {
        @Override
        public InputStream stream(Q request) {
          return strict.stream(request);
        }

        @Override
        public Q parse(InputStream bytes) {
          try {
            return strict.parse(bytes);
          } catch (RuntimeException e) {
            Object malformed = new Malformed(String.valueOf(e.getMessage()));
            @SuppressWarnings("unchecked") // a lie that Requests, which looks first, takes back
            Q standIn = (Q) malformed;
            return standIn;
          }
        }
      };
    }
  }
}
