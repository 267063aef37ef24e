package io.aramaki.kit.http.outbound;

import io.aramaki.kit.http.guard.Guard;
import io.aramaki.kit.http.guard.Guarded;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webclient.api.DnsAddressLookup;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.api.WebClient;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An HTTP client for one outside dependency. No cookies, no redirects, no kept connections: a
/// stale connection would make "not sent" and "no answer" the same. Each call is a CLIENT span and
/// carries the trace on.
public final class Outbound {
  /// The most bytes of an answer that are read; the rest is cut off.
  public static final int BODY_MAX = 1024 * 1024;

  private final @Nullable Guard guard;
  private final WebClient client;
  private final Tracer tracer;
  private final TextMapPropagator propagator;
  private final String name;

  /// @param name what spans call the dependency, such as `redmine`
  /// @param connectTimeout after which a server counts as not reached
  /// @param readTimeout after which an answer counts as missing
  public Outbound(
      String name, Duration connectTimeout, Duration readTimeout, OpenTelemetry telemetry) {
    this.name = name;
    this.guard = null;
    this.client =
        WebClient.builder()
            .connectTimeout(connectTimeout)
            .readTimeout(readTimeout)
            .followRedirects(false)
            .keepAlive(false)
            .dnsResolver(Outbound::resolve)
            .build();
    this.tracer = telemetry.getTracer("io.aramaki.kit.http");
    this.propagator = telemetry.getPropagators().getTextMapPropagator();
  }

  private Outbound(Outbound other, Guard guard) {
    this.name = other.name;
    this.guard = guard;
    this.client = other.client;
    this.tracer = other.tracer;
    this.propagator = other.propagator;
  }

  /// Answers a client whose calls go through a guard. What the guard does not let through counts as
  /// not sent, what it gives up as not answered; a guard should allow more time than this client
  /// does, so that it only ends what hangs.
  public Outbound guardedBy(Guard before) {
    return new Outbound(this, before);
  }

  /// Sends a request and waits for its answer, whatever its status.
  ///
  /// @throws OutboundFailure if there is no answer
  public OutboundResponse exchange(OutboundRequest request) {
    var span =
        tracer
            .spanBuilder(name + " " + request.method())
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("http.request.method", request.method())
            .setAttribute("server.address", request.uri().getHost())
            .setAttribute("url.path", request.uri().getPath())
            .startSpan();
    try (var _ = span.makeCurrent()) {
      var response = guard == null ? send(request) : guarded(guard, request);
      span.setAttribute("http.response.status_code", response.status());
      if (response.status() >= 400) {
        span.setStatus(StatusCode.ERROR);
      }
      return response;
    } catch (RuntimeException e) {
      span.recordException(e).setStatus(StatusCode.ERROR);
      throw e;
    } finally {
      span.end();
    }
  }

  private OutboundResponse guarded(Guard before, OutboundRequest request) {
    try {
      return before.call(() -> send(request));
    } catch (Guarded e) {
      String reason = "%s: %s".formatted(request, e.getMessage());
      throw switch (e.reason()) {
        case FULL, OPEN -> new OutboundFailure.NotSent(reason, e);
        case TIMEOUT -> new OutboundFailure.NoAnswer(reason, e);
      };
    }
  }

  private OutboundResponse send(OutboundRequest request) {
    var call = client.method(Method.create(request.method())).uri(request.uri());
    request.headers().forEach((header, value) -> call.header(HeaderNames.create(header), value));
    trace().forEach((header, value) -> call.header(HeaderNames.create(header), value));
    try (HttpClientResponse response =
        request.body().isEmpty() ? call.request() : call.submit(request.body())) {
      return new OutboundResponse(response.status().code(), headers(response), body(response));
    } catch (RuntimeException e) {
      // The client has no common type for what goes wrong: a connection that ends early, for one,
      // is an exception of its buffers.
      throw failure(request, e);
    }
  }

  /// Helidon's own resolver says that a host is unknown in a message only.
  private static InetAddress resolve(String host, DnsAddressLookup lookup) {
    try {
      return Arrays.stream(lookup.filter(InetAddress.getAllByName(host)))
          .findFirst()
          .orElseThrow(() -> new UnknownHostException(host + " has no address of kind " + lookup));
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> trace() {
    var headers = new HashMap<String, String>();
    if (Span.current().getSpanContext().isValid()) {
      propagator.inject(
          Context.current(), headers, (carrier, key, value) -> put(carrier, key, value));
    }
    return headers;
  }

  private static void put(@Nullable Map<String, String> carrier, String key, String value) {
    if (carrier != null) {
      carrier.put(key, value);
    }
  }

  private static Map<String, String> headers(HttpClientResponse response) {
    var headers = new HashMap<String, String>();
    response
        .headers()
        .forEach(header -> headers.put(header.name().toLowerCase(Locale.ROOT), header.get()));
    return headers;
  }

  private static String body(HttpClientResponse response) {
    if (!response.entity().hasEntity()) {
      return "";
    }
    try (InputStream stream = response.inputStream()) {
      return new String(stream.readNBytes(BODY_MAX), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OutboundFailure failure(OutboundRequest request, RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof UnknownHostException
          || cause instanceof NoRouteToHostException) {
        return new OutboundFailure.NotSent("%s: %s".formatted(request, words(cause)), failure);
      }
      if (cause instanceof java.net.SocketTimeoutException timeout
          && words(timeout).contains("onnect")) {
        return new OutboundFailure.NotSent("%s: %s".formatted(request, words(cause)), failure);
      }
    }
    return new OutboundFailure.NoAnswer("%s: %s".formatted(request, words(failure)), failure);
  }

  private static String words(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
