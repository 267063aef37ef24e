package io.aramaki.gateway.testing;

import com.google.protobuf.Message;
import io.aramaki.agent.v1.ControlSessionServiceGrpc;
import io.aramaki.agent.v1.ObservationSessionServiceGrpc;
import io.aramaki.gateway.grpc.call.Backend;
import io.aramaki.inventory.v1.EnrolmentServiceGrpc;
import io.aramaki.inventory.v1.KeyServiceGrpc;
import io.aramaki.inventory.v1.LoginServiceGrpc;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.grpc.ServerStreams;
import io.aramaki.kit.grpc.StreamSink;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.GrpcSecurity;
import io.aramaki.kit.grpc.server.GrpcServer;
import io.aramaki.kit.grpc.server.GrpcServerConfig;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// One of our services: the server that all of them have, with its whole chain of checks, in front
/// of endpoints that follow a script.
public final class ScriptedService implements AutoCloseable {
  private final GrpcServer server;

  private ScriptedService(GrpcServer server) {
    this.server = server;
  }

  public static ScriptedService start(
      Backend backend,
      TlsIdentity identity,
      GrpcSecurity security,
      ServiceScript script,
      Environment environment) {
    return new ScriptedService(
        GrpcServer.builder(GrpcServerConfig.local(), identity, security, environment)
            .services(services(backend).stream().map(each -> endpoint(each, script)).toList())
            .start());
  }

  /// Answers all gRPC services of one of ours, those that no person may call included.
  private static List<ServiceDescriptor> services(Backend backend) {
    var services = new ArrayList<>(backend.services());
    switch (backend) {
      case INVENTORY -> {
        services.add(LoginServiceGrpc.getServiceDescriptor());
        services.add(KeyServiceGrpc.getServiceDescriptor());
        services.add(EnrolmentServiceGrpc.getServiceDescriptor());
        services.add(ControlSessionServiceGrpc.getServiceDescriptor());
      }
      case MONITORING -> services.add(ObservationSessionServiceGrpc.getServiceDescriptor());
      case ALERTING, TICKETING -> {
        // People may call all they have.
      }
    }
    return services;
  }

  public String address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close();
  }

  private static BindableService endpoint(ServiceDescriptor service, ServiceScript script) {
    return () -> {
      var definition = ServerServiceDefinition.builder(service);
      service.getMethods().forEach(method -> add(definition, messages(method), script));
      return definition.build();
    };
  }

  @SuppressWarnings("unchecked") // all our messages are Messages
  private static MethodDescriptor<Message, Message> messages(MethodDescriptor<?, ?> method) {
    return (MethodDescriptor<Message, Message>) method;
  }

  private static void add(
      ServerServiceDefinition.Builder definition,
      MethodDescriptor<Message, Message> method,
      ServiceScript script) {
    definition.addMethod(method, handler(method, script));
  }

  private static ServerCallHandler<Message, Message> handler(
      MethodDescriptor<Message, Message> method, ServiceScript script) {
    String rpc = method.getFullMethodName();
    return switch (method.getType()) {
      case UNARY ->
          ServerCalls.asyncUnaryCall((request, observer) ->
              Unary.answer(
                  observer,
                  () -> script.answer(new ServiceScript.Call(rpc, request), empty(method))));
      case SERVER_STREAMING ->
          ServerCalls.asyncServerStreamingCall((request, observer) ->
              ServerStreams.serve(
                  observer,
                  sink -> script.stream(new ServiceScript.Call(rpc, request), new ToSink(sink))));
      default -> ServerCalls.asyncBidiStreamingCall(answers -> script.talk(rpc, answers));
    };
  }

  private static Message empty(MethodDescriptor<Message, Message> method) {
    var marshaller = (MethodDescriptor.PrototypeMarshaller<Message>) method.getResponseMarshaller();
    return Objects.requireNonNull(marshaller.getMessagePrototype());
  }

  /// Sends to a reader.
  private record ToSink(StreamSink<Message> sink) implements ServiceScript.Out {
    @Override
    public void send(Message message) {
      sink.send(message);
    }

    @Override
    public boolean isCancelled() {
      return sink.isEnded();
    }
  }
}
