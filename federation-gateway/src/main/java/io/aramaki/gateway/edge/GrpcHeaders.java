package io.aramaki.gateway.edge;

import io.aramaki.gateway.domain.session.AgentIdentity;
import io.aramaki.gateway.domain.session.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/// What is passed on of a stream's headers and trailers: a list of names, so that nothing that an
/// agent makes up, for example `aramaki-agent`, reaches a service.
final class GrpcHeaders {
  static final String CONTENT_TYPE = "content-type";
  static final String ENCODING = "grpc-encoding";
  static final String STATUS = "grpc-status";
  static final String MESSAGE = "grpc-message";
  static final String DETAILS = "grpc-status-details-bin";
  static final String AGENT = "aramaki-agent";
  static final String CERTIFICATE = "aramaki-agent-certificate";
  static final String GRPC = "application/grpc";
  private static final String IDENTITY = "identity";

  private static final List<String> REQUEST =
      List.of(
          CONTENT_TYPE,
          ENCODING,
          "grpc-accept-encoding",
          "grpc-timeout",
          "traceparent",
          "tracestate",
          "user-agent");
  private static final List<String> RESPONSE =
      List.of(CONTENT_TYPE, ENCODING, "grpc-accept-encoding", STATUS, MESSAGE, DETAILS);
  private static final List<String> TRAILERS = List.of(STATUS, MESSAGE, DETAILS);

  private GrpcHeaders() {}

  static void copyRequest(MultiMap from, MultiMap to) {
    copy(REQUEST, from, to);
    to.set("te", "trailers");
  }

  static void copyResponse(MultiMap from, MultiMap to) {
    copy(RESPONSE, from, to);
  }

  static void copyTrailers(MultiMap from, MultiMap to) {
    copy(TRAILERS, from, to);
  }

  /// Vouches for an agent; services believe it because of the gateway's own certificate.
  static void vouch(AgentIdentity agent, MultiMap to) {
    to.set(AGENT, agent.agent());
    to.set(CERTIFICATE, agent.certificateSha256());
  }

  /// Tells whether messages may be compressed.
  static boolean isCompressed(MultiMap headers) {
    String encoding = headers.get(ENCODING);
    return encoding != null && !encoding.equals(IDENTITY);
  }

  /// Ends a stream with a status: in its headers if nothing was answered yet, else in its trailers.
  static void end(HttpServerResponse response, Refusal refusal, Function<Refusal, String> details) {
    MultiMap target;
    if (response.headWritten()) {
      target = response.trailers();
    } else {
      response.putHeader(CONTENT_TYPE, GRPC);
      target = response.headers();
    }
    target.set(STATUS, Integer.toString(refusal.code().number()));
    target.set(MESSAGE, percentEncode(refusal.message()));
    target.set(DETAILS, details.apply(refusal));
    response.end();
  }

  private static String percentEncode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static void copy(List<String> names, MultiMap from, MultiMap to) {
    for (String name : names) {
      String value = from.get(name);
      if (value != null) {
        to.set(name, value);
      }
    }
  }
}
