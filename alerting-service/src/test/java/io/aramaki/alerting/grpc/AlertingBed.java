package io.aramaki.alerting.grpc;

import io.aramaki.alerting.domain.Alerting;
import io.aramaki.alerting.domain.MemoryBookStore;
import io.aramaki.alerting.domain.Receivers;
import io.aramaki.alerting.domain.StateChange;
import io.aramaki.alerting.domain.alert.AlertKey;
import io.aramaki.alerting.domain.alert.Problem;
import io.aramaki.alerting.domain.alert.Severity;
import io.aramaki.alerting.domain.route.Route;
import io.aramaki.alerting.domain.route.Timers;
import io.aramaki.alerting.engine.Engine;
import io.aramaki.alerting.engine.Receiving;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.grpc.access.MethodAccess;
import io.aramaki.kit.grpc.matrix.MemberCallers;
import io.aramaki.kit.grpc.matrix.TestOrganisation;
import io.aramaki.kit.grpc.server.GrpcServer;
import io.aramaki.kit.grpc.server.GrpcServerConfig;
import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.Role;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// The endpoints of alerting behind a real server with real certificates, on a book in memory. The
/// people are those of [TestOrganisation], and `kim`, operator of the system `web`.
final class AlertingBed implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  final TestOrganisation organisation;
  final Engine engine;
  private final List<BindableService> endpoints;
  private final GrpcServer server;
  private final MemberCallers callers;
  private long seq;

  AlertingBed(Path directory) {
    organisation = new TestOrganisation(directory, Clock.systemUTC());
    organisation.grant(
        "kim", Right.newBuilder().setRole(Role.OPERATOR).addSystems(system("web")).build());
    var rows = new MemoryBookStore.Rows();
    var route =
        new Route("{}", "nobody", List.of(), List.of("check"), Timers.DEFAULT, false, List.of());
    engine =
        new Engine(
            _ -> rows.takeOver(),
            book -> new Alerting(book, route, new Receivers(Map.of("nobody", true))),
            new Receiving(Map.of(), (_, _) -> {}),
            Environment.system());
    engine.acquired(0, 1);
    endpoints =
        AlertingEndpoints.all(engine, org(), _ -> List.of(), UUID::randomUUID, this::subtree);
    server =
        GrpcServer.builder(
                GrpcServerConfig.local(),
                organisation.service("alerting"),
                organisation.security(AlertingEndpoints.systemOf(engine)),
                Environment.system())
            .services(endpoints)
            .errors(AlertingErrors.mapping())
            .start();
    callers = organisation.callers("alerting", server.port());
  }

  /// Below `web` lies `payroll`, which is denied to `kim`.
  private Set<String> subtree(String top) {
    return top.equals(system("web")) ? Set.of(top, system("payroll")) : Set.of(top);
  }

  String org() {
    return organisation.org().resourceName();
  }

  String system(String id) {
    return organisation.system(id);
  }

  MemberCallers callers() {
    return callers;
  }

  List<ServiceDescriptor> services() {
    return endpoints.stream()
        .map(endpoint -> endpoint.bindService().getServiceDescriptor())
        .toList();
  }

  /// A check of a system is critical.
  ///
  /// @return the resource name of the alert
  String alert(String system, String check) {
    var key = new AlertKey(system(system), org() + "/checks/" + check, organisation.agent("host1"));
    var problem = new Problem(Severity.CRITICAL, "output", Map.of(), "");
    engine.take(List.of(new StateChange(0, ++seq, key, true, Optional.of(problem), "output", "")));
    return org() + "/alerts/" + key.id(1);
  }

  /// Makes a call as a person, through the gateway.
  <Q, R> R call(String user, MethodDescriptor<Q, R> method, Q request) {
    var approach = callers.person(user, MethodAccess.of(method));
    return ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(
            approach.channel(), MetadataUtils.newAttachHeadersInterceptor(approach.headers())),
        method,
        CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS),
        request);
  }

  /// Makes a call that must be refused.
  <Q, R> StatusRuntimeException refusal(String user, MethodDescriptor<Q, R> method, Q request) {
    try {
      var answer = call(user, method, request);
      throw new AssertionError(method.getFullMethodName() + " must be refused, but: " + answer);
    } catch (StatusRuntimeException e) {
      return e;
    }
  }

  @Override
  public void close() {
    callers.close();
    server.close();
    engine.close();
  }
}
