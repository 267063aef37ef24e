package io.aramaki.gateway.edge;

import io.aramaki.gateway.domain.session.AgentIdentity;
import io.aramaki.gateway.domain.session.LineAllowance;
import io.aramaki.gateway.domain.session.Refusal;
import io.aramaki.gateway.domain.session.RelayedMethod;
import io.aramaki.gateway.domain.session.ShardOwner;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.tls.TlsContexts;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agents' door on one event loop: decides which stream is let in and where it goes.
final class AgentVerticle extends VerticleBase {
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;
  private static final int HTTP_VERSION_NOT_SUPPORTED = 505;
  private static final String MONITORING = "monitoring";
  private static final String INVENTORY = "inventory";

  private static final Logger log = LoggerFactory.getLogger(AgentVerticle.class);

  private final AgentDoorOptions options;
  private final EdgeServices services;
  private final RelaySpans spans;
  private final Relays relays;
  private final TlsContexts tls;
  private final LineAllowance lines;
  private @Nullable HttpServer server;
  private @Nullable Upstreams upstreams;
  private Runnable forget = () -> {};

  AgentVerticle(
      AgentDoorOptions options,
      EdgeServices services,
      RelaySpans spans,
      Relays relays,
      LineAllowance lines) {
    this.lines = lines;
    this.options = options;
    this.services = services;
    this.spans = spans;
    this.relays = relays;
    this.tls = TlsContexts.mutual(options.identity());
  }

  @Override
  public Future<?> start() {
    upstreams = new Upstreams(vertx, tls);
    forget = options.identity().onReplace(_ -> context.runOnContext(_ -> renew()));
    server = vertx.createHttpServer(options.toHttp(tls)).requestHandler(this::handle);
    return server.listen();
  }

  /// Leaves the connections that were opened with the certificate before: services end what is on
  /// them when that certificate ends.
  private void renew() {
    Objects.requireNonNull(upstreams, "started").retire();
    upstreams = new Upstreams(vertx, tls);
  }

  int port() {
    HttpServer listening = server;
    return listening == null ? 0 : listening.actualPort();
  }

  @Override
  public Future<?> stop() {
    forget.run();
    return upstreams == null ? Future.succeededFuture() : upstreams.close();
  }

  private void handle(HttpServerRequest request) {
    if (request.version() != HttpVersion.HTTP_2) {
      request.response().setStatusCode(HTTP_VERSION_NOT_SUPPORTED).end();
      return;
    }
    String type = request.getHeader(GrpcHeaders.CONTENT_TYPE);
    if (type == null || !type.startsWith(GrpcHeaders.GRPC)) {
      request.response().setStatusCode(UNSUPPORTED_MEDIA_TYPE).end();
      return;
    }
    String path = String.valueOf(request.path());
    Optional<RelayedMethod> method = RelayedMethod.of(path);
    if (method.isEmpty()) {
      refuse(
          request,
          new Refusal(
              Refusal.Code.UNIMPLEMENTED,
              "METHOD_UNKNOWN",
              "agents cannot call " + path + " here"));
      return;
    }
    try {
      admit(request, method.get());
    } catch (NotAdmitted e) {
      refuse(request, e.refusal());
    }
  }

  private void admit(HttpServerRequest request, RelayedMethod method) throws NotAdmitted {
    Optional<AgentIdentity> agent =
        method.certificateRequired() ? Optional.of(identify(request)) : Optional.empty();
    Admission admission = destination(method, agent);
    String service = admission.owner().isPresent() ? MONITORING : INVENTORY;
    Upstreams to = Objects.requireNonNull(upstreams, "started");
    var relay = new Relay(request, admission, to, services, spans, relays, vertx);
    relay.open(to.request(admission.address(), service, method.path()));
  }

  private AgentIdentity identify(HttpServerRequest request) throws NotAdmitted {
    X509Certificate certificate = certificate(request.connection());
    AgentIdentity agent;
    try {
      Identity identity = Identity.of(certificate);
      if (!identity.isAgent() || !identity.org().equals(options.identity().identity().org())) {
        throw new NotAdmitted(
            Refusal.denied("NOT_AN_AGENT", "this door is for agents; " + identity + " is none"));
      }
      agent =
          new AgentIdentity(
              identity.resourceName(),
              Sha256.of(certificate).toString(),
              certificate.getNotAfter().toInstant());
    } catch (NotTrusted e) {
      throw new NotAdmitted(
          Refusal.unauthenticated(
              "CERTIFICATE_INVALID", "the certificate names no agent: " + e.getMessage()));
    }
    Optional<Refusal> refusal =
        Admission.refuse(agent, services.revocations().get(), services.clock().instant());
    if (refusal.isPresent()) {
      throw new NotAdmitted(refusal.get());
    }
    return agent;
  }

  private static X509Certificate certificate(HttpConnection connection) throws NotAdmitted {
    try {
      Certificate[] chain = connection.sslSession().getPeerCertificates();
      if (chain[0] instanceof X509Certificate certificate) {
        return certificate;
      }
    } catch (SSLPeerUnverifiedException _) {
      // Said below.
    }
    throw new NotAdmitted(
        Refusal.unauthenticated(
            "CERTIFICATE_REQUIRED",
            "show the certificate of an agent; only enrolment works without one"));
  }

  private Admission destination(RelayedMethod method, Optional<AgentIdentity> agent)
      throws NotAdmitted {
    return switch (method.target()) {
      case INVENTORY ->
          new Admission(
              method,
              agent,
              Optional.empty(),
              services
                  .inventory()
                  .get()
                  .orElseThrow(() -> unavailable("INVENTORY_UNKNOWN", "no inventory is known")));
      case OWNER -> {
        ShardOwner owner =
            agent
                .flatMap(identity -> services.owners().get().ownerOf(identity.agent()))
                .orElseThrow(
                    () -> unavailable("NO_OWNER", "no monitoring instance owns the agent"));
        yield new Admission(method, agent, Optional.of(owner), owner.address());
      }
    };
  }

  private static NotAdmitted unavailable(String reason, String what) {
    return new NotAdmitted(Refusal.unavailable(reason, what + " at the moment; connect again"));
  }

  private void refuse(HttpServerRequest request, Refusal refusal) {
    services.progress().streamRefused();
    lines
        .next()
        .ifPresent(leftOut ->
            log.atInfo()
                .addKeyValue("address", request.remoteAddress())
                .addKeyValue("reason", refusal.reason())
                .addKeyValue("leftOut", leftOut)
                .log("stream refused"));
    GrpcHeaders.end(request.response(), refusal, services.details());
    request.handler(_ -> {});
  }

  /// A stream that is not let in.
  private static final class NotAdmitted extends Exception {
    private final transient Refusal refusal;

    NotAdmitted(Refusal refusal) {
      super(refusal.message());
      this.refusal = refusal;
    }

    Refusal refusal() {
      return refusal;
    }
  }
}
