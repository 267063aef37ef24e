package io.aramaki.kit.grpc.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/// Gives each call a span of kind CLIENT under the current one, and sends it along as W3C
/// `traceparent`.
final class ClientTracing implements ClientInterceptor {
  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system");
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("rpc.service");
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");
  private static final AttributeKey<Long> CODE = AttributeKey.longKey("rpc.grpc.status_code");

  private static final TextMapSetter<Metadata> SETTER =
      (headers, key, value) -> {
        if (headers != null) {
          var header = Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER);
          headers.discardAll(header);
          headers.put(header, value);
        }
      };

  private final Tracer tracer;

  ClientTracing(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer("io.aramaki.kit.grpc");
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      private @Nullable Span started;

      @Override
      public void start(Listener<R> listener, Metadata headers) {
        Span span = startSpan(method);
        started = span;
        Context context = Context.current().with(span);
        W3CTraceContextPropagator.getInstance().inject(context, headers, SETTER);
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                end(span, status);
                super.onClose(status, trailers);
              }
            },
            headers);
      }

      @Override
      public void cancel(@Nullable String message, @Nullable Throwable cause) {
        Span span = started;
        if (span != null) {
          end(span, Status.CANCELLED);
        }
        super.cancel(message, cause);
      }
    };
  }

  private Span startSpan(MethodDescriptor<?, ?> method) {
    return tracer
        .spanBuilder(method.getFullMethodName())
        .setSpanKind(SpanKind.CLIENT)
        .setAttribute(SYSTEM, "grpc")
        .setAttribute(SERVICE, String.valueOf(method.getServiceName()))
        .setAttribute(METHOD, String.valueOf(method.getBareMethodName()))
        .startSpan();
  }

  /// Ending a span that has ended does nothing, so the first end counts.
  private static void end(Span span, Status status) {
    span.setAttribute(CODE, status.getCode().value());
    if (!status.isOk()) {
      span.setStatus(StatusCode.ERROR, status.getCode().name());
    }
    span.end();
  }
}
