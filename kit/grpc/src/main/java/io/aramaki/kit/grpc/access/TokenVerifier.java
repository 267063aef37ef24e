package io.aramaki.kit.grpc.access;

import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.sign.InternalTokens.Audience;
import io.aramaki.type.v1.TokenClaims;

/// Decides whether an internal token is believed; `InternalTokens.Verifier::verify` is one.
@FunctionalInterface
public interface TokenVerifier {
  /// Believes none: for servers that people never call.
  TokenVerifier NONE =
      (_, _, _) -> {
        throw new NotTrusted(NotTrusted.Reason.UNKNOWN_KEY, "this server takes no internal tokens");
      };

  /// Answers what a token says.
  ///
  /// @param token a serialised `SignedToken`
  /// @param audience the RPC that is called
  /// @param presenter the fingerprint of the certificate of the process that shows the token
  /// @throws NotTrusted unless the token is genuine, in force, for this RPC and for this presenter
  TokenClaims verify(byte[] token, Audience audience, Sha256 presenter);
}
