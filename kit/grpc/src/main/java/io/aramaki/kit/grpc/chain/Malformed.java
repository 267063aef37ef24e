package io.aramaki.kit.grpc.chain;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.io.InputStream;

/// Stands in the place of a request that cannot be parsed. Without it grpc-java would answer
/// `UNKNOWN` and log a stack trace, as if the fault were ours.
record Malformed(String problem) {

  /// Answers the service with requests that never fail to parse; [Requests] refuses them in order.
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

  private static <Q, R> ServerMethodDefinition<Q, R> tolerate(ServerMethodDefinition<Q, R> method) {
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
