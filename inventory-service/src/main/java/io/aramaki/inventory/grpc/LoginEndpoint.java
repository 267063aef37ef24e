package io.aramaki.inventory.grpc;

import com.google.protobuf.Empty;
import io.aramaki.inventory.domain.InventoryException.SessionEnded;
import io.aramaki.inventory.domain.people.ApiTokens;
import io.aramaki.inventory.domain.people.Logins;
import io.aramaki.inventory.domain.people.User;
import io.aramaki.inventory.v1.LoginRequest;
import io.aramaki.inventory.v1.LoginServiceGrpc;
import io.aramaki.inventory.v1.LogoutRequest;
import io.aramaki.inventory.v1.MintTokenRequest;
import io.aramaki.inventory.v1.MintTokenResponse;
import io.aramaki.inventory.v1.Session;
import io.aramaki.kit.app.Redacted;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.security.sign.InternalTokens;
import io.aramaki.type.v1.Principal;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Duration;

/// `LoginService` on the wire.
final class LoginEndpoint extends LoginServiceGrpc.LoginServiceImplBase {
  /// How long an internal token lives.
  private static final Duration TOKEN_LIFE = InternalTokens.LIFETIME_MAX;

  private final Logins logins;
  private final ApiTokens tokens;
  private final InternalTokens.Mint mint;
  private final Names names;
  private final Clock clock;

  LoginEndpoint(
      Logins logins, ApiTokens tokens, InternalTokens.Mint mint, Names names, Clock clock) {
    this.logins = logins;
    this.tokens = tokens;
    this.mint = mint;
    this.names = names;
    this.clock = clock;
  }

  @Override
  public void login(LoginRequest request, StreamObserver<Session> observer) {
    Unary.answer(
        observer,
        () -> {
          var opened =
              logins.login(
                  request.getUserId(),
                  Redacted.of(request.getPassword()),
                  request.getRemoteAddress());
          return Session.newBuilder()
              .setSecret(opened.secret().reveal())
              .setUser(opened.user().id().in(names.org()))
              .setDisplayName(opened.user().displayName())
              .setExpireTime(Times.timestamp(opened.expireTime()))
              .build();
        });
  }

  @Override
  public void logout(LogoutRequest request, StreamObserver<Empty> observer) {
    Unary.answer(
        observer,
        () -> {
          logins.logout(Redacted.of(request.getSecret()));
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void mintToken(MintTokenRequest request, StreamObserver<MintTokenResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          var user = user(request);
          var name = user.id().in(names.org());
          var principal = Principal.newBuilder().setName(name).setKind(Principal.Kind.USER).build();
          var audience =
              new InternalTokens.Audience(
                  request.getAudienceService(), request.getAudienceMethod());
          if (!(Caller.current() instanceof Caller.Service gateway)) {
            throw new IllegalStateException("admitted by mistake");
          }
          var expire = clock.instant().plus(TOKEN_LIFE);
          return MintTokenResponse.newBuilder()
              .setToken(mint.mint(principal, audience, gateway.certificate(), TOKEN_LIFE))
              .setUser(name)
              .setDisplayName(user.displayName())
              .setExpireTime(Times.timestamp(expire))
              .build();
        });
  }

  private User user(MintTokenRequest request) {
    return switch (request.getCredentialCase()) {
      case SESSION_SECRET -> logins.check(Redacted.of(request.getSessionSecret()));
      case API_TOKEN -> tokens.check(Redacted.of(request.getApiToken()));
      case CREDENTIAL_NOT_SET -> throw new SessionEnded();
    };
  }
}
