package io.aramaki.kit.security.sign;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.NotTrusted.Reason;
import io.aramaki.kit.security.Secrets;
import io.aramaki.kit.security.Sha256;
import io.aramaki.type.v1.KeySet.Key.Purpose;
import io.aramaki.type.v1.Principal;
import io.aramaki.type.v1.SignedToken;
import io.aramaki.type.v1.TokenClaims;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// Internal tokens: inventory's word that a person asks for one RPC, which one process may show for
/// at most a minute. Stealing one is worth one kind of call, for seconds, and only together with
/// the thief's hold on that process's TLS key.
public final class InternalTokens {
  /// The longest life of a token.
  public static final Duration LIFETIME_MAX = Duration.ofSeconds(60);

  /// How far the clock of inventory may be ahead of ours.
  public static final Duration CLOCK_DIFFERENCE_MAX = Duration.ofSeconds(5);

  /// The largest token in its wire form.
  public static final int TOKEN_BYTES_MAX = 4096;

  private static final String CONTEXT = "aramaki-token-v1";

  private InternalTokens() {}

  /// Which RPC a token is for.
  ///
  /// @param service the full name of the gRPC service
  /// @param method the name of the RPC
  public record Audience(String service, String method) {
    public Audience {
      if (service.isEmpty() || method.isEmpty()) {
        throw new IllegalArgumentException(
            "an audience is a gRPC service and one of its methods, got '"
                + service
                + "' and '"
                + method
                + "'");
      }
    }

    /// Answers the audience for the name of a method as gRPC writes it:
    /// `io.aramaki.alerting.v1.AlertService/AcknowledgeAlert`.
    public static Audience ofFullMethodName(String fullMethodName) {
      int slash = fullMethodName.lastIndexOf('/');
      if (slash < 0) {
        throw new IllegalArgumentException(
            "a full method name is service/method, not '" + fullMethodName + "'");
      }
      return new Audience(fullMethodName.substring(0, slash), fullMethodName.substring(slash + 1));
    }

    @Override
    public String toString() {
      return service + "/" + method;
    }
  }

  /// Mints tokens; inventory has the only one.
  public static final class Mint {
    private final SigningKey key;
    private final Clock clock;
    private final Secrets secrets;

    public Mint(SigningKey key, Clock clock, Secrets secrets) {
      this.key = key;
      this.clock = clock;
      this.secrets = secrets;
    }

    /// Mints a token.
    ///
    /// @param principal who calls, and on whose behalf
    /// @param audience the RPC that may accept it
    /// @param presenter the fingerprint of the certificate of the process that may show it, from
    ///   its TLS session
    /// @param lifetime at most [#LIFETIME_MAX]
    public SignedToken mint(
        Principal principal, Audience audience, Sha256 presenter, Duration lifetime) {
      if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LIFETIME_MAX) > 0) {
        throw new IllegalArgumentException(
            "a token lives more than 0 s and at most " + LIFETIME_MAX + ", not " + lifetime);
      }
      var now = clock.instant();
      var claims =
          TokenClaims.newBuilder()
              .setPrincipal(principal)
              .setAudienceService(audience.service())
              .setAudienceMethod(audience.method())
              .setPresenterSha256(ByteString.copyFrom(presenter.bytes()))
              .setIssueTime(timestamp(now))
              .setExpireTime(timestamp(now.plus(lifetime)))
              .setTokenId(secrets.random128())
              .build();
      checkContent(claims);
      var bytes = claims.toByteArray();
      return SignedToken.newBuilder()
          .setClaims(ByteString.copyFrom(bytes))
          .setSignature(ByteString.copyFrom(key.sign(CONTEXT, bytes)))
          .setKeyId(key.id())
          .build();
    }
  }

  /// Verifies tokens; every service has one.
  public static final class Verifier {
    private final VerifiedOnce verified = new VerifiedOnce();
    private final Supplier<TrustedKeys> keys;
    private final Clock clock;

    /// @param keys the keys in force when a token is shown, for example a [KeySetFile]
    public Verifier(Supplier<TrustedKeys> keys, Clock clock) {
      this.keys = keys;
      this.clock = clock;
    }

    /// Answers the claims of a token in its wire form, the value of the metadata key
    /// `aramaki-token-bin`.
    ///
    /// @throws NotTrusted as [#verify(SignedToken, Audience, Sha256)], and for bytes that are no
    ///   token
    public TokenClaims verify(byte[] token, Audience audience, Sha256 presenter) {
      if (token.length > TOKEN_BYTES_MAX) {
        throw malformed("has " + token.length + " bytes, the most is " + TOKEN_BYTES_MAX);
      }
      try {
        return verify(SignedToken.parseFrom(token), audience, presenter);
      } catch (InvalidProtocolBufferException e) {
        throw new NotTrusted(Reason.MALFORMED, "the " + token.length + " bytes are no token", e);
      }
    }

    /// Answers the claims of a token.
    ///
    /// @param audience the RPC that is being called
    /// @param presenter the fingerprint of the certificate of the process that shows the token,
    ///   from its TLS session
    /// @throws NotTrusted unless inventory signed it, for this RPC and this presenter, and it is in
    ///   force now
    public TokenClaims verify(SignedToken token, Audience audience, Sha256 presenter) {
      var key = keys.get().find(token.getKeyId(), Purpose.TOKEN);
      var bytes = token.getClaims().toByteArray();
      verified.check(key, CONTEXT, bytes, token.getSignature().toByteArray());
      var claims = Signatures.parse(bytes, TokenClaims.getDefaultInstance());
      checkContent(claims);
      checkTimes(claims, clock.instant());
      checkUse(claims, audience, presenter);
      return claims;
    }
  }

  private static void checkContent(TokenClaims claims) {
    var kind = claims.getPrincipal().getKind();
    if (kind == Principal.Kind.KIND_UNSPECIFIED || kind == Principal.Kind.UNRECOGNIZED) {
      throw malformed("has a principal of kind " + claims.getPrincipal().getKindValue());
    }
    if (claims.getPrincipal().getName().isEmpty()) {
      throw malformed("has a principal without a name");
    }
    if (claims.getPresenterSha256().size() != Sha256.BYTES) {
      throw malformed(
          "is bound to " + claims.getPresenterSha256().size() + " bytes, not to a SHA-256");
    }
  }

  private static void checkTimes(TokenClaims claims, Instant now) {
    var issued = instant(claims.getIssueTime());
    var expires = instant(claims.getExpireTime());
    if (!issued.isBefore(expires)
        || Duration.between(issued, expires).compareTo(LIFETIME_MAX) > 0) {
      throw new NotTrusted(
          Reason.LIVES_TOO_LONG,
          "the token lives from " + issued + " to " + expires + ", the most is " + LIFETIME_MAX);
    }
    if (!now.isBefore(expires)) {
      throw new NotTrusted(Reason.EXPIRED, "the token ended at " + expires + ", it is " + now);
    }
    if (issued.isAfter(now.plus(CLOCK_DIFFERENCE_MAX))) {
      throw new NotTrusted(
          Reason.NOT_YET_VALID,
          "the token begins at " + issued + ", it is " + now + ": compare the clocks of the hosts");
    }
  }

  private static void checkUse(TokenClaims claims, Audience audience, Sha256 presenter) {
    if (!claims.getAudienceService().equals(audience.service())
        || !claims.getAudienceMethod().equals(audience.method())) {
      throw new NotTrusted(
          Reason.WRONG_AUDIENCE,
          "the token is for "
              + claims.getAudienceService()
              + "/"
              + claims.getAudienceMethod()
              + ", not for "
              + audience);
    }
    if (!Sha256.ofDigest(claims.getPresenterSha256().toByteArray()).equals(presenter)) {
      throw new NotTrusted(
          Reason.WRONG_PRESENTER,
          "the token was minted for another certificate than the one that shows it");
    }
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  private static Instant instant(Timestamp timestamp) {
    try {
      return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    } catch (DateTimeException | ArithmeticException e) {
      throw new NotTrusted(
          Reason.MALFORMED, "the token has a time of " + timestamp.getSeconds() + " s", e);
    }
  }

  private static NotTrusted malformed(String problem) {
    return new NotTrusted(Reason.MALFORMED, "the token " + problem);
  }
}
