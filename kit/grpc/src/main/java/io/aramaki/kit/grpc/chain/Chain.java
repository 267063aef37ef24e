package io.aramaki.kit.grpc.chain;

import io.aramaki.kit.app.Environment;
import io.aramaki.kit.grpc.CallMetrics;
import io.aramaki.kit.grpc.access.AccessTable;
import io.aramaki.kit.grpc.access.CachedRights;
import io.aramaki.kit.grpc.access.GrpcSecurity;
import io.aramaki.kit.grpc.chain.outcome.ErrorBoundary;
import io.aramaki.kit.grpc.chain.outcome.ErrorConformance;
import io.aramaki.kit.grpc.chain.outcome.ErrorTranslation;
import io.aramaki.kit.grpc.error.ErrorMapping;
import io.aramaki.kit.security.Identity;
import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.ServerInterceptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.opentelemetry.api.OpenTelemetry;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The interceptors of a server, outermost first:
///
/// ```text
/// request ──▶ tracing ─ conformance ─ error boundary ─ authentication ─ open calls ─ form
///                                                  ─ authorisation ─ rate limit ─ audit ──▶ endpoint
/// error   ◀── tracing ◀ conformance ◀ error mapping ◀──────────────── whoever throws
/// ```
///
/// So the checks run in the order authentication, authorisation, rate limit, audit; and every
/// error, theirs too, is mapped first and then held against the rule.
public final class Chain {
  private final OpenCalls openCalls;
  private final List<ServerInterceptor> interceptors;

  /// What a chain is made of.
  ///
  /// @param self who the server is; gives organisation and error domain
  /// @param maxCalls how many calls are answered at a time
  /// @param personRate the calls per second, person and RPC, where the RPC declares nothing
  /// @param processRate the same for services and agents
  public record Parts(
      AccessTable table,
      GrpcSecurity security,
      Identity self,
      ErrorMapping errors,
      OpenTelemetry telemetry,
      CallMetrics metrics,
      Environment environment,
      int maxCalls,
      int personRate,
      int processRate) {}

  public Chain(Parts parts) {
    String domain = parts.self().name() + ".aramaki.io";
    var security = parts.security();
    var environment = parts.environment();
    openCalls =
        new OpenCalls(
            parts.maxCalls(), security.revocations(), environment.clock(), parts.metrics(), domain);
    interceptors =
        List.of(
            new ServerTracing(parts.telemetry(), environment.nanoTime(), parts.metrics()),
            new ErrorConformance(ErrorConformance.strictByDefault(), domain),
            new ErrorBoundary(new ErrorTranslation(parts.errors(), domain)),
            new Authentication(
                parts.table(),
                parts.self().org(),
                security.tokens(),
                security.revocations(),
                environment.clock()),
            openCalls,
            new Requests(parts.self().org()),
            new Authorisation(
                parts.self().org(),
                new CachedRights(security.rights(), environment.nanoTime()),
                security.systemOf()),
            new RateLimits(
                parts.personRate(), parts.processRate(), environment.nanoTime(), parts.metrics()),
            new Audit(security.audit()));
  }

  /// Answers the interceptors, outermost first.
  public List<ServerInterceptor> interceptors() {
    return interceptors;
  }

  /// Answers the service as the chain needs it: requests that cannot be parsed reach it, too.
  public static ServerServiceDefinition prepare(ServerServiceDefinition service) {
    return Requests.Malformed.tolerate(service);
  }

  /// Answers the registry that leads calls of methods that nobody has through the chain.
  public static HandlerRegistry unknownMethods() {
    return new UnknownMethods();
  }

  /// Cuts the calls whose credentials are over or revoked. To be called every second.
  public void sweep() {
    openCalls.sweep();
  }

  /// Ends all streams, so that the server can stop within its bound.
  public void endStreams() {
    openCalls.stop();
  }

  /// Answers how many calls are being answered.
  public int openCalls() {
    return openCalls.size();
  }

  /// Answers for every method that no service has, so that such calls pass the chain, which refuses
  /// them in the same form as all else. Without it grpc-java answers by itself.
  private static final class UnknownMethods extends HandlerRegistry {
    private static final MethodDescriptor.Marshaller<InputStream> BYTES =
        new MethodDescriptor.Marshaller<>() {
          @Override
          public InputStream stream(InputStream value) {
            return value;
          }

          @Override
          public InputStream parse(InputStream stream) {
            return stream;
          }
        };

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
      var method =
          MethodDescriptor.<InputStream, InputStream>newBuilder()
              .setType(MethodDescriptor.MethodType.UNKNOWN)
              .setFullMethodName(name)
              .setRequestMarshaller(BYTES)
              .setResponseMarshaller(BYTES)
              .build();
      return ServerMethodDefinition.<InputStream, InputStream>create(
          method,
          (_, _) -> {
            throw new IllegalStateException(
                "authentication lets no unknown method through: " + name);
          });
    }
  }
}
