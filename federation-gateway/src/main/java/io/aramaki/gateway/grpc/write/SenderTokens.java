package io.aramaki.gateway.grpc.write;

import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.kit.app.Redacted;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Finds the API token that a program shows. Many know no other way than a user and a password: the
/// password is the token then.
public final class SenderTokens {
  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  /// No secret of ours is longer.
  private static final int LENGTH_MAX = 4096;

  private SenderTokens() {}

  /// Reads the header `Authorization`.
  ///
  /// @throws Failure if there is no token in it
  public static Credential of(String header) {
    Optional<String> token =
        begins(header, BEARER)
            ? Optional.of(header.substring(BEARER.length()).strip())
            : begins(header, BASIC) ? password(header.substring(BASIC.length())) : Optional.empty();
    return token
        .filter(SenderTokens::isPlain)
        .map(Redacted::of)
        .map(Credential.ApiToken::new)
        .orElseThrow(() ->
            new Failure(
                401,
                "UNAUTHENTICATED",
                "CREDENTIALS_REQUIRED",
                "Authorization must be Bearer and an API token, or Basic with an API token as the"
                    + " password"));
  }

  private static boolean begins(String header, String scheme) {
    return header.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private static boolean isPlain(String token) {
    return !token.isEmpty()
        && token.length() <= LENGTH_MAX
        && token.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  private static Optional<String> password(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded.strip()), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
