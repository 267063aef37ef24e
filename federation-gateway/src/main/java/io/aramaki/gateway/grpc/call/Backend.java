package io.aramaki.gateway.grpc.call;

import io.aramaki.alerting.v1.AlertServiceGrpc;
import io.aramaki.alerting.v1.SuppressionServiceGrpc;
import io.aramaki.inventory.v1.ActionServiceGrpc;
import io.aramaki.inventory.v1.AgentServiceGrpc;
import io.aramaki.inventory.v1.AuditServiceGrpc;
import io.aramaki.inventory.v1.FactServiceGrpc;
import io.aramaki.inventory.v1.RunServiceGrpc;
import io.aramaki.inventory.v1.SystemServiceGrpc;
import io.aramaki.inventory.v1.UserServiceGrpc;
import io.aramaki.monitoring.v1.CheckServiceGrpc;
import io.aramaki.monitoring.v1.OwnershipServiceGrpc;
import io.aramaki.monitoring.v1.QueryServiceGrpc;
import io.aramaki.monitoring.v1.TimelineServiceGrpc;
import io.aramaki.monitoring.v1.WriteServiceGrpc;
import io.aramaki.ticketing.v1.TicketServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Our services behind the gateway, and the gRPC services of each that people may call.
public enum Backend {
  INVENTORY,
  MONITORING,
  ALERTING,
  TICKETING;

  /// Answers the gRPC services that people may call.
  public List<ServiceDescriptor> services() {
    return switch (this) {
      case INVENTORY ->
          List.of(
              ActionServiceGrpc.getServiceDescriptor(),
              AgentServiceGrpc.getServiceDescriptor(),
              AuditServiceGrpc.getServiceDescriptor(),
              FactServiceGrpc.getServiceDescriptor(),
              RunServiceGrpc.getServiceDescriptor(),
              SystemServiceGrpc.getServiceDescriptor(),
              UserServiceGrpc.getServiceDescriptor());
      case MONITORING ->
          List.of(
              CheckServiceGrpc.getServiceDescriptor(),
              OwnershipServiceGrpc.getServiceDescriptor(),
              QueryServiceGrpc.getServiceDescriptor(),
              TimelineServiceGrpc.getServiceDescriptor(),
              WriteServiceGrpc.getServiceDescriptor());
      case ALERTING ->
          List.of(
              AlertServiceGrpc.getServiceDescriptor(),
              SuppressionServiceGrpc.getServiceDescriptor());
      case TICKETING -> List.of(TicketServiceGrpc.getServiceDescriptor());
    };
  }

  /// Answers the service's name, as certificates and messages have it.
  public String service() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Answers the gRPC services of all backends.
  public static List<ServiceDescriptor> allServices() {
    return Arrays.stream(values()).flatMap(backend -> backend.services().stream()).toList();
  }

  /// Answers who serves an RPC.
  public static Backend of(MethodDescriptor<?, ?> rpc) {
    return Arrays.stream(values())
        .filter(backend -> backend.serves(rpc))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("nobody serves " + rpc.getFullMethodName()));
  }

  private boolean serves(MethodDescriptor<?, ?> rpc) {
    return services().stream().anyMatch(service -> service.getName().equals(rpc.getServiceName()));
  }
}
