package io.aramaki.ticketing.grpc;

import io.aramaki.kit.app.Environment;
import io.aramaki.kit.grpc.access.MethodAccess;
import io.aramaki.kit.grpc.matrix.CallerKind;
import io.aramaki.kit.grpc.matrix.Callers;
import io.aramaki.kit.grpc.matrix.MemberCallers;
import io.aramaki.kit.grpc.matrix.TestOrganisation;
import io.aramaki.kit.grpc.server.GrpcServer;
import io.aramaki.kit.grpc.server.GrpcServerConfig;
import io.aramaki.ticketing.domain.MemoryLinkStore;
import io.aramaki.ticketing.domain.ReopenPolicy;
import io.aramaki.ticketing.domain.Tickets;
import io.aramaki.ticketing.v1.ReportAlertRequest;
import io.aramaki.ticketing.v1.TicketServiceGrpc;
import io.aramaki.type.v1.Access;
import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.Role;
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
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// The endpoint of ticketing behind a real server with real certificates, on a ledger in memory,
/// with the tracker `t`. The people are those of [TestOrganisation], and `kim`, operator of the
/// system `web`.
final class TicketingBed implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  final TestOrganisation organisation;
  final MemoryLinkStore store = new MemoryLinkStore();
  private final TicketEndpoint endpoint;
  private final GrpcServer server;
  private final MemberCallers callers;

  TicketingBed(Path directory) {
    organisation = new TestOrganisation(directory, Clock.systemUTC());
    organisation.grant(
        "kim", Right.newBuilder().setRole(Role.OPERATOR).addSystems(system("web")).build());
    var tickets = new Tickets(store, Map.of("t", new ReopenPolicy.NewIssue()), Clock.systemUTC());
    endpoint =
        new TicketEndpoint(tickets, store, org(), () -> {}, UUID::randomUUID, () -> List.of());
    server =
        GrpcServer.builder(
                GrpcServerConfig.local(),
                organisation.service("ticketing"),
                organisation.security(TicketEndpoint.systemOf(store)),
                Environment.system())
            .services(List.of(endpoint))
            .errors(TicketingErrors.mapping())
            .start();
    callers = organisation.callers("ticketing", server.port());
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
    return List.of(endpoint.bindService().getServiceDescriptor());
  }

  /// A report of an alert of the system `web` that is right.
  ReportAlertRequest.Builder report() {
    return ReportAlertRequest.newBuilder()
        .setTracker("t")
        .setAlert(org() + "/alerts/a1-1")
        .setSystem(system("web"))
        .setEpisode(1)
        .setTransitionSeq(1)
        .setFiring(true)
        .setSeverity("critical")
        .setSummary("HTTP CRITICAL")
        .setDedupeKey("problem");
  }

  /// There is a ticket of the system `web`.
  ///
  /// @return its resource name
  String ticket() {
    return ticket(report());
  }

  /// There is a ticket of any system.
  String ticket(String system, int episode) {
    return ticket(
        report().setSystem(system(system)).setEpisode(episode).setDedupeKey("problem-" + episode));
  }

  private String ticket(ReportAlertRequest.Builder report) {
    return callAsAlerting(TicketServiceGrpc.getReportAlertMethod(), report.build()).getTicket();
  }

  /// Makes a call as a person, through the gateway.
  <Q, R> R call(String user, MethodDescriptor<Q, R> method, Q request) {
    return call(callers.person(user, MethodAccess.of(method)), method, request);
  }

  /// Makes a call as alerting.
  <Q, R> R callAsAlerting(MethodDescriptor<Q, R> method, Q request) {
    return call(callers.approach(CallerKind.SERVICE, MethodAccess.of(method)), method, request);
  }

  private static <Q, R> R call(
      Callers.Approach approach, MethodDescriptor<Q, R> method, Q request) {
    return ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(
            approach.channel(), MetadataUtils.newAttachHeadersInterceptor(approach.headers())),
        method,
        CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS),
        request);
  }

  /// Makes a call that must be refused, as a person, or as alerting where only that may call.
  <Q, R> StatusRuntimeException refusal(String user, MethodDescriptor<Q, R> method, Q request) {
    try {
      boolean person = MethodAccess.of(method).admits(Access.Caller.PERSON);
      var answer = person ? call(user, method, request) : callAsAlerting(method, request);
      throw new AssertionError(method.getFullMethodName() + " must be refused, but: " + answer);
    } catch (StatusRuntimeException e) {
      return e;
    }
  }

  @Override
  public void close() {
    callers.close();
    server.close();
  }
}
