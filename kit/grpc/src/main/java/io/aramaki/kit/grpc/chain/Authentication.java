package io.aramaki.kit.grpc.chain;

import io.aramaki.kit.grpc.access.AccessTable;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.grpc.access.CallerHeaders;
import io.aramaki.kit.grpc.access.MethodAccess;
import io.aramaki.kit.grpc.access.Revocations;
import io.aramaki.kit.grpc.access.Rights;
import io.aramaki.kit.grpc.access.TokenVerifier;
import io.aramaki.kit.grpc.error.AccessReason;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.error.Refusal;
import io.aramaki.kit.name.IllegalResourceName;
import io.aramaki.kit.name.ResourceName;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.sign.InternalTokens.Audience;
import io.aramaki.type.v1.Access;
import io.aramaki.type.v1.Principal;
import io.aramaki.type.v1.TokenClaims;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status.Code;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out who calls: by the certificate of the connection, and by what the gateway adds to it.
/// Credentials that are shown must be good, also where none are needed.
final class Authentication implements ServerInterceptor {
  private static final String GATEWAY = "gateway";
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final AccessTable table;
  private final OrgId org;
  private final TokenVerifier tokens;
  private final Revocations revocations;
  private final Clock clock;
  private final RefusalLog log;

  Authentication(
      AccessTable table, OrgId org, TokenVerifier tokens, Revocations revocations, Clock clock) {
    this.table = table;
    this.org = org;
    this.tokens = tokens;
    this.revocations = revocations;
    this.clock = clock;
    this.log = new RefusalLog(clock);
  }

  /// Somebody whose credentials are good.
  private record Known(Caller caller, String bucket, Set<Sha256> certificates, Instant expires) {}

  /// The process at the other end of the connection.
  private record Peer(Identity identity, X509Certificate certificate, Sha256 sha256) {
    Instant expires() {
      return certificate.getNotAfter().toInstant();
    }
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String name = call.getMethodDescriptor().getFullMethodName();
    MethodAccess access =
        table
            .find(name)
            .orElseThrow(
                () -> Errors.of(Code.UNIMPLEMENTED, "UNKNOWN_METHOD", "there is no RPC " + name));
    Known known = identify(call, headers, access);
    if (known.caller() instanceof Caller.Anyone && !access.admits(Access.Caller.ANYONE)) {
      throw known.certificates().isEmpty()
          ? refuse(
              AccessReason.NO_CREDENTIALS,
              "this RPC needs a client certificate of the organisation",
              "no certificate for " + name)
          : refuse(
              AccessReason.CALLER_NOT_ADMITTED,
              "agents reach this RPC through the gateway, if at all",
              known.bucket() + " at " + name);
    }
    Context context =
        Context.current()
            .withValue(Caller.KEY, known.caller())
            .withValue(
                CallState.KEY,
                new CallState(access, known.bucket(), known.certificates(), known.expires()));
    return Contexts.interceptCall(context, call, headers, next);
  }

  private Known identify(ServerCall<?, ?> call, Metadata headers, MethodAccess access) {
    Optional<Peer> peer = certificate(call).map(this::peer);
    boolean forPerson = headers.containsKey(CallerHeaders.TOKEN);
    boolean forAgent =
        headers.containsKey(CallerHeaders.AGENT)
            || headers.containsKey(CallerHeaders.AGENT_CERTIFICATE);
    if (forPerson && forAgent) {
      throw refuse(
          AccessReason.AGENT_REFUSED,
          "a call is on behalf of a person or of an agent, not of both",
          "token and agent metadata together");
    }
    if (forPerson) {
      return person(peer, headers, access);
    }
    if (forAgent) {
      return agent(peer, headers);
    }
    return peer.map(Authentication::process).orElseGet(() -> anyone(call));
  }

  private static Known process(Peer peer) {
    Caller caller =
        peer.identity().isAgent()
            ? new Caller.Anyone()
            : new Caller.Service(peer.identity(), peer.sha256());
    return new Known(caller, peer.identity().uri(), Set.of(peer.sha256()), peer.expires());
  }

  private static Known anyone(ServerCall<?, ?> call) {
    SocketAddress remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    String from =
        remote instanceof InetSocketAddress internet && internet.getAddress() != null
            ? internet.getAddress().getHostAddress()
            : String.valueOf(remote);
    return new Known(new Caller.Anyone(), "address " + from, Set.of(), Instant.MAX);
  }

  private Known person(Optional<Peer> shower, Metadata headers, MethodAccess access) {
    Peer peer =
        shower
            .filter(p -> !p.identity().isAgent())
            .orElseThrow(() -> tokenRefused("shown by " + shower.map(Peer::identity)));
    TokenClaims claims;
    try {
      claims =
          tokens.verify(
              Objects.requireNonNull(headers.get(CallerHeaders.TOKEN)),
              Audience.ofFullMethodName(access.fullMethodName()),
              peer.sha256());
    } catch (NotTrusted e) {
      throw tokenRefused(e.reason() + ": " + e.getMessage());
    }
    Principal principal = claims.getPrincipal();
    if (principal.getKind() != Principal.Kind.USER || principal.getName().isEmpty()) {
      throw tokenRefused("it names no person but " + principal.getKind());
    }
    Instant ends =
        Instant.ofEpochSecond(
            claims.getExpireTime().getSeconds(), claims.getExpireTime().getNanos());
    return new Known(
        new Caller.Person(principal, Rights.NONE),
        principal.getName(),
        Set.of(peer.sha256()),
        ends.isBefore(peer.expires()) ? ends : peer.expires());
  }

  private Known agent(Optional<Peer> shower, Metadata headers) {
    Peer gateway =
        shower
            .filter(p -> p.identity().isService(GATEWAY))
            .orElseThrow(() -> agentRefused("vouched for by " + shower.map(Peer::identity)));
    String name = String.valueOf(headers.get(CallerHeaders.AGENT));
    String sha256 = String.valueOf(headers.get(CallerHeaders.AGENT_CERTIFICATE));
    if (!SHA256.matcher(sha256).matches() || !isOurAgent(name)) {
      throw agentRefused("agent \"" + name + "\" with certificate \"" + sha256 + "\"");
    }
    var certificate = new Sha256(sha256);
    requireNotRevoked(certificate, name);
    return new Known(
        new Caller.Agent(name, certificate, gateway.identity()),
        name,
        Stream.of(gateway.sha256(), certificate).collect(Collectors.toSet()),
        gateway.expires());
  }

  private boolean isOurAgent(String name) {
    try {
      return ResourceName.parse(name, "agents").org().equals(org.value());
    } catch (IllegalResourceName _) {
      return false;
    }
  }

  private Peer peer(X509Certificate certificate) {
    Identity identity;
    try {
      identity = Identity.of(certificate);
    } catch (NotTrusted e) {
      throw certificateRefused(e.getMessage());
    }
    if (!identity.org().equals(org)) {
      throw certificateRefused("it belongs to " + identity);
    }
    Instant now = clock.instant();
    if (!now.isBefore(certificate.getNotAfter().toInstant())) {
      throw certificateRefused("it ended at " + certificate.getNotAfter().toInstant());
    }
    Sha256 sha256 = Sha256.of(certificate);
    requireNotRevoked(sha256, identity.uri());
    return new Peer(identity, certificate, sha256);
  }

  private void requireNotRevoked(Sha256 sha256, String who) {
    if (revocations.isRevoked(sha256)) {
      throw refuse(
          AccessReason.CERTIFICATE_REVOKED, "the certificate is revoked", who + ", " + sha256);
    }
  }

  /// The handshake has verified the chain, if one was sent.
  private static Optional<X509Certificate> certificate(ServerCall<?, ?> call) {
    SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    if (session == null) {
      return Optional.empty();
    }
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate leaf
          ? Optional.of(leaf)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException _) {
      return Optional.empty();
    }
  }

  private Refusal certificateRefused(@Nullable String why) {
    return refuse(
        AccessReason.CERTIFICATE_REFUSED,
        "the client certificate is not one of this organisation that is in force",
        String.valueOf(why));
  }

  private Refusal tokenRefused(String why) {
    return refuse(
        AccessReason.TOKEN_REFUSED,
        "the internal token must be in force, for this RPC and for the process that shows it",
        why);
  }

  private Refusal agentRefused(String why) {
    return refuse(
        AccessReason.AGENT_REFUSED,
        "only the gateway vouches for agents of this organisation",
        why);
  }

  /// The caller hears only that it was refused; the log says why.
  private Refusal refuse(AccessReason reason, String message, String why) {
    log.refused(reason, why);
    return Errors.of(reason.code(), reason.name(), message);
  }

  /// Writes down why callers are refused, which they are not told, but no more than [#PER_SECOND]
  /// lines: a stranger who knocks a thousand times a second must not fill our disk.
  private static final class RefusalLog {
    private static final int PER_SECOND = 20;

    private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);

    private final Clock clock;
    private long second;
    private int written;
    private int dropped;

    RefusalLog(Clock clock) {
      this.clock = clock;
    }

    synchronized void refused(AccessReason reason, String why) {
      long now = clock.instant().getEpochSecond();
      if (now != second) {
        if (dropped > 0) {
          log.atWarn()
              .addKeyValue("dropped", dropped)
              .log("more callers were refused than written");
        }
        second = now;
        written = 0;
        dropped = 0;
      }
      if (written == PER_SECOND) {
        dropped++;
        return;
      }
      written++;
      log.atInfo().addKeyValue("reason", reason).addKeyValue("why", why).log("caller refused");
    }
  }
}
