package io.aramaki.kit.grpc.chain;

import io.aramaki.kit.grpc.CallMetrics;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Gives each call a span of kind SERVER that continues the caller's trace (W3C `traceparent`),
/// makes it current for everything behind it, and counts the call when it ends.
final class ServerTracing implements ServerInterceptor {
  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system");
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("rpc.service");
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");
  private static final AttributeKey<Long> CODE = AttributeKey.longKey("rpc.grpc.status_code");

  private static final TextMapGetter<Metadata> GETTER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Metadata headers) {
          return headers.keys();
        }

        @Override
        public @Nullable String get(@Nullable Metadata headers, String key) {
          return headers == null
              ? null
              : headers.get(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER));
        }
      };

  private final Tracer tracer;
  private final LongSupplier nanoTime;
  private final CallMetrics metrics;

  ServerTracing(OpenTelemetry telemetry, LongSupplier nanoTime, CallMetrics metrics) {
    this.tracer = telemetry.getTracer("io.aramaki.kit.grpc");
    this.nanoTime = nanoTime;
    this.metrics = metrics;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Context parent =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, GETTER);
    var method = call.getMethodDescriptor();
    Span span =
        tracer
            .spanBuilder(method.getFullMethodName())
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(SYSTEM, "grpc")
            .setAttribute(SERVICE, String.valueOf(method.getServiceName()))
            .setAttribute(METHOD, String.valueOf(method.getBareMethodName()))
            .startSpan();
    Context context = parent.with(span);
    var traced = new Traced<>(call, span, nanoTime.getAsLong());
    try (Scope _ = context.makeCurrent()) {
      return new InContext<>(next.startCall(traced, headers), context, traced);
    }
  }

  private final class Traced<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final Span span;
    private final long startedAt;
    private boolean ended;

    Traced(ServerCall<Q, R> call, Span span, long startedAt) {
      super(call);
      this.span = span;
      this.startedAt = startedAt;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      end(status);
      super.close(status, trailers);
    }

    synchronized void end(Status status) {
      if (ended) {
        return;
      }
      ended = true;
      span.setAttribute(CODE, status.getCode().value());
      if (isOurFault(status)) {
        span.setStatus(StatusCode.ERROR, status.getCode().name());
      }
      span.end();
      metrics.ended(
          getMethodDescriptor().getFullMethodName(),
          status.getCode(),
          Duration.ofNanos(nanoTime.getAsLong() - startedAt));
    }

    /// By the semantic conventions a server's span is in error only if the server is.
    private static boolean isOurFault(Status status) {
      return switch (status.getCode()) {
        case UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS -> true;
        default -> false;
      };
    }
  }

  private static final class InContext<Q> extends ForwardingServerCallListener<Q> {
    private final ServerCall.Listener<Q> delegate;
    private final Context context;
    private final ServerTracing.Traced<?, ?> traced;

    InContext(ServerCall.Listener<Q> delegate, Context context, ServerTracing.Traced<?, ?> traced) {
      this.delegate = delegate;
      this.context = context;
      this.traced = traced;
    }

    @Override
    protected ServerCall.Listener<Q> delegate() {
      return delegate;
    }

    @Override
    public void onMessage(Q message) {
      try (Scope _ = context.makeCurrent()) {
        super.onMessage(message);
      }
    }

    @Override
    public void onHalfClose() {
      try (Scope _ = context.makeCurrent()) {
        super.onHalfClose();
      }
    }

    @Override
    public void onReady() {
      try (Scope _ = context.makeCurrent()) {
        super.onReady();
      }
    }

    @Override
    public void onComplete() {
      try (Scope _ = context.makeCurrent()) {
        super.onComplete();
      }
    }

    @Override
    public void onCancel() {
      traced.end(Status.CANCELLED);
      try (Scope _ = context.makeCurrent()) {
        super.onCancel();
      }
    }
  }
}
