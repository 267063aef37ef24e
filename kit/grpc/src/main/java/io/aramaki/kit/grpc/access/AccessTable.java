package io.aramaki.kit.grpc.access;

import io.aramaki.kit.grpc.access.MethodAccess.ResourceField;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.health.v1.HealthGrpc;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The declarations of all RPCs of a server. Making one is the proof that each RPC says who may
/// call it.
public final class AccessTable {
  private final Map<String, MethodAccess> byMethod;

  private AccessTable(Map<String, MethodAccess> byMethod) {
    this.byMethod = byMethod;
  }

  /// Reads the declarations of services.
  ///
  /// @throws IllegalStateException if any declaration is missing, makes no sense, or needs a system
  ///   that nobody can find; the message lists them all
  public static AccessTable of(Collection<ServiceDescriptor> services, SystemOf systemOf) {
    var byMethod = new LinkedHashMap<String, MethodAccess>();
    var problems = new ArrayList<String>();
    for (ServiceDescriptor service : services) {
      for (MethodDescriptor<?, ?> method : service.getMethods()) {
        try {
          MethodAccess access = declared(service, method);
          access.resource().ifPresent(field -> checkResolvable(access, field, systemOf));
          byMethod.put(access.fullMethodName(), access);
        } catch (IllegalArgumentException e) {
          problems.add(String.valueOf(e.getMessage()));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalStateException(
          "the server does not start, "
              + problems.size()
              + " RPCs are not protected:\n  "
              + String.join("\n  ", problems));
    }
    return new AccessTable(Map.copyOf(byMethod));
  }

  private static MethodAccess declared(ServiceDescriptor service, MethodDescriptor<?, ?> method) {
    return service.getName().equals(HealthGrpc.SERVICE_NAME)
        ? MethodAccess.servicesOnly(method)
        : MethodAccess.of(method);
  }

  private static void checkResolvable(MethodAccess access, ResourceField field, SystemOf systemOf) {
    if (field.pattern().isPresent() && field.collections().stream().noneMatch(systemOf::knows)) {
      throw new IllegalArgumentException(
          access.fullMethodName()
              + " has scope SYSTEM, but no SystemOf is registered for "
              + field.pattern().get());
    }
  }

  /// Answers the declaration of an RPC; empty if the server has no such RPC.
  public Optional<MethodAccess> find(String fullMethodName) {
    return Optional.ofNullable(byMethod.get(fullMethodName));
  }

  /// Answers all declarations.
  public List<MethodAccess> all() {
    return List.copyOf(byMethod.values());
  }
}
