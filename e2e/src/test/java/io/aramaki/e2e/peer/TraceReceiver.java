package io.aramaki.e2e.peer;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/// An OTLP/HTTP receiver that keeps every span.
public final class TraceReceiver implements AutoCloseable {
  /// A span that came.
  ///
  /// @param service the resource attribute `service.name`
  /// @param name its name
  /// @param trace the trace's id in hexadecimal
  /// @param id its id in hexadecimal
  /// @param parent its parent's id, empty for a root
  /// @param kind its kind, for example `SPAN_KIND_CLIENT`
  /// @param attributes its attributes as text
  public record Span(
      String service,
      String name,
      String trace,
      String id,
      String parent,
      String kind,
      java.util.Map<String, String> attributes) {}

  private final HttpServer server;
  private final List<Span> spans = new CopyOnWriteArrayList<>();

  /// Starts it.
  public TraceReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/v1/traces",
        exchange -> {
          try (exchange) {
            boolean zipped =
                "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            InputStream body =
                zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
            keep(ExportTraceServiceRequest.parseFrom(body));
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.start();
  }

  /// What goes into `telemetry.otlp-endpoint`.
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// The spans of a trace.
  public List<Span> trace(String trace) {
    return spans.stream().filter(span -> span.trace().equals(trace)).toList();
  }

  /// How many spans came.
  public int count() {
    return spans.size();
  }

  private void keep(ExportTraceServiceRequest request) {
    for (var resource : request.getResourceSpansList()) {
      var service =
          resource.getResource().getAttributesList().stream()
              .filter(attribute -> attribute.getKey().equals("service.name"))
              .map(attribute -> attribute.getValue().getStringValue())
              .findFirst()
              .orElse("?");
      for (var scope : resource.getScopeSpansList()) {
        for (var span : scope.getSpansList()) {
          var attributes = new java.util.TreeMap<String, String>();
          span.getAttributesList()
              .forEach(attribute ->
                  attributes.put(attribute.getKey(), attribute.getValue().getStringValue()));
          spans.add(
              new Span(
                  service,
                  span.getName(),
                  HexFormat.of().formatHex(span.getTraceId().toByteArray()),
                  HexFormat.of().formatHex(span.getSpanId().toByteArray()),
                  HexFormat.of().formatHex(span.getParentSpanId().toByteArray()),
                  span.getKind().name(),
                  attributes));
        }
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
