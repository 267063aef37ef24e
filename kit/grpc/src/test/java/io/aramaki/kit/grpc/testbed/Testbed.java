package io.aramaki.kit.grpc.testbed;

import com.google.protobuf.DynamicMessage;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.grpc.access.GrpcSecurity;
import io.aramaki.kit.grpc.access.MethodAccess;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.grpc.client.ClientChannel;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.matrix.CallerKind;
import io.aramaki.kit.grpc.matrix.Callers.Approach;
import io.aramaki.kit.grpc.matrix.MemberCallers;
import io.aramaki.kit.grpc.matrix.TestOrganisation;
import io.aramaki.kit.grpc.server.GrpcServer;
import io.aramaki.kit.grpc.server.GrpcServerConfig;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.kit.telemetry.Metrics;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// One server of the service "probe" with a [Contract], in an organisation of its own, and those
/// who call it.
public final class Testbed implements AutoCloseable {
  public static final String NAME = "probe";

  private final SteppedClock clock = new SteppedClock();
  private final TestOrganisation organisation;
  private final Contract contract;
  private final TlsIdentity identity;
  private final GrpcServer server;
  private final MemberCallers callers;

  private Testbed(
      Path directory,
      Contract contract,
      SystemOf systemOf,
      GrpcServerConfig config,
      UnaryOperator<GrpcSecurity> security,
      UnaryOperator<GrpcServer.Builder> settings) {
    this.contract = contract;
    this.organisation = new TestOrganisation(directory, clock);
    this.identity = organisation.service(NAME);
    var builder =
        GrpcServer.builder(
                config, identity, security.apply(organisation.security(systemOf)), environment())
            .services(List.of(contract));
    this.server = settings.apply(builder).start();
    this.callers = organisation.callers(NAME, server.port());
  }

  public static Testbed start(Path directory, Contract contract) {
    return start(directory, contract, SystemOf.systems());
  }

  public static Testbed start(Path directory, Contract contract, SystemOf systemOf) {
    return start(directory, contract, systemOf, UnaryOperator.identity(), builder -> builder);
  }

  public static Testbed start(
      Path directory,
      Contract contract,
      SystemOf systemOf,
      UnaryOperator<GrpcSecurity> security,
      UnaryOperator<GrpcServer.Builder> settings) {
    return new Testbed(directory, contract, systemOf, GrpcServerConfig.local(), security, settings);
  }

  public static Testbed start(
      Path directory, Contract contract, GrpcServerConfig config, Metrics metrics) {
    return new Testbed(
        directory,
        contract,
        SystemOf.systems(),
        config,
        UnaryOperator.identity(),
        builder -> builder.metrics(metrics));
  }

  public Environment environment() {
    return new Environment(clock, UUID::randomUUID, RandomGenerator.getDefault(), clock::nanoTime);
  }

  public SteppedClock clock() {
    return clock;
  }

  public TestOrganisation organisation() {
    return organisation;
  }

  public Contract contract() {
    return contract;
  }

  public TlsIdentity identity() {
    return identity;
  }

  public GrpcServer server() {
    return server;
  }

  public MemberCallers callers() {
    return callers;
  }

  public String target() {
    return "dns:///127.0.0.1:" + server.port();
  }

  public MethodAccess access(String method) {
    return MethodAccess.of(contract.method(method));
  }

  public Approach by(CallerKind kind, String method) {
    return callers.approach(kind, access(method));
  }

  public Approach person(String user, String method) {
    return callers.person(user, access(method));
  }

  /// Calls a unary RPC.
  public DynamicMessage call(Approach approach, String method, DynamicMessage request) {
    return ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(
            approach.channel(), MetadataUtils.newAttachHeadersInterceptor(approach.headers())),
        contract.method(method),
        CallOptions.DEFAULT,
        request);
  }

  /// Calls a unary RPC that must fail, and answers the error.
  public StatusRuntimeException refusal(Approach approach, String method, DynamicMessage request) {
    try {
      DynamicMessage answer = call(approach, method, request);
      throw new AssertionError(method + " must be refused, but answered " + answer);
    } catch (StatusRuntimeException e) {
      return e;
    }
  }

  /// Opens a stream of answers.
  public Iterator<DynamicMessage> stream(Approach approach, String method, DynamicMessage request) {
    return ClientCalls.blockingServerStreamingCall(
        ClientInterceptors.intercept(
            approach.channel(), MetadataUtils.newAttachHeadersInterceptor(approach.headers())),
        contract.method(method),
        CallOptions.DEFAULT,
        request);
  }

  /// Opens a channel of a member that the test made itself.
  public ClientChannel channel(TlsIdentity member) {
    return GrpcClients.channel(target(), member, NAME);
  }

  /// Answers the reason of an error; empty if it has none.
  public static String reason(Throwable error) {
    return Errors.infoOf(error).map(info -> info.getReason()).orElse("");
  }

  @Override
  public void close() {
    callers.close();
    server.close();
  }
}
