package io.aramaki.gateway.web;

import io.aramaki.gateway.domain.login.Origins;
import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.kit.app.Redacted;
import java.util.Optional;

/// Finds what a person shows: a cookie with a session, or an API token. A change with a cookie must
/// come from our own pages.
public final class Credentials {
  /// The prefix makes browsers keep it to this host, over TLS, for all paths.
  public static final String COOKIE = "__Host-aramaki";

  private static final String BEARER = "Bearer ";

  /// No secret of ours is longer.
  private static final int SECRET_LENGTH_MAX = 4096;

  private final Origins origins;

  public Credentials(Origins origins) {
    this.origins = origins;
  }

  /// Answers what is shown; empty if there is nothing.
  ///
  /// @throws Failure if it is shown in a way that is not accepted
  public Optional<Credential> find(Ask ask) {
    Optional<String> authorization = ask.header("authorization");
    if (authorization.isPresent()) {
      String value = authorization.get();
      if (!value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
        throw new Failure(
            401,
            "UNAUTHENTICATED",
            "UNKNOWN_SCHEME",
            "the header Authorization must be: Bearer, a blank, and an API token");
      }
      return secret(value.substring(BEARER.length()).strip()).map(Credential.ApiToken::new);
    }
    Optional<Credential> session =
        ask.cookie(COOKIE).flatMap(Credentials::secret).map(Credential.Session::new);
    if (session.isPresent() && ask.isChange()) {
      requireOwnOrigin(ask, true);
    }
    return session;
  }

  /// Answers what is shown.
  ///
  /// @throws Failure if there is nothing, or it is shown in a way that is not accepted
  public Credential require(Ask ask) {
    return find(ask).orElseThrow(Credentials::notLoggedIn);
  }

  static Failure notLoggedIn() {
    return new Failure(
        401,
        "UNAUTHENTICATED",
        "CREDENTIALS_REQUIRED",
        "log in, or send an API token as Authorization: Bearer …");
  }

  /// Refuses a request that another site has made.
  ///
  /// @param mustSay whether one that does not say where it comes from is refused, too
  void requireOwnOrigin(Ask ask, boolean mustSay) {
    var source = new Origins.Source(ask.header("origin"), ask.header("sec-fetch-site"), ask.host());
    if (origins.isForeign(source)) {
      throw new Failure(
          403,
          "PERMISSION_DENIED",
          "FOREIGN_ORIGIN",
          "another site may not act in your name; the origin must be https://" + ask.host());
    }
    if (mustSay && !origins.isSaid(source)) {
      throw new Failure(
          403,
          "PERMISSION_DENIED",
          "ORIGIN_REQUIRED",
          "a change with a session needs the header Origin: https://"
              + ask.host()
              + "; programs use an API token");
    }
  }

  private static Optional<Redacted> secret(String text) {
    boolean plain = text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    return plain && !text.isEmpty() && text.length() <= SECRET_LENGTH_MAX
        ? Optional.of(Redacted.of(text))
        : Optional.empty();
  }
}
