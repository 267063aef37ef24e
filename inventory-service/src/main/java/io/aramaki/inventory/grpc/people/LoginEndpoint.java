package io.aramaki.inventory.grpc.people;

import com.google.protobuf.Empty;
import io.aramaki.inventory.domain.InventoryException.SessionEnded;
import io.aramaki.inventory.domain.login.ApiTokens;
import io.aramaki.inventory.domain.login.Logins;
import io.aramaki.inventory.domain.login.Logins.Opened;
import io.aramaki.inventory.domain.people.User;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.v1.LoginRequest;
import io.aramaki.inventory.v1.LoginServiceGrpc.LoginServiceImplBase;
import io.aramaki.inventory.v1.LogoutRequest;
import io.aramaki.inventory.v1.MintTokenRequest;
import io.aramaki.inventory.v1.MintTokenResponse;
import io.aramaki.inventory.v1.Session;
import io.aramaki.kit.app.Redacted;
import io.aramaki.kit.grpc.Times;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.sign.InternalTokens;
import io.aramaki.kit.security.sign.InternalTokens.Audience;
import io.aramaki.type.v1.Principal;
import io.aramaki.type.v1.SignedToken;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// `LoginService`: what a person shows becomes an internal token for one RPC, bound to the
/// certificate of the gateway that asks for it.
public final class LoginEndpoint extends LoginServiceImplBase {
  private static final Duration TOKEN_LIFE = InternalTokens.LIFETIME_MAX;

  private final Logins logins;
  private final ApiTokens apiTokens;
  private final InternalTokens.Mint mint;
  private final Names names;
  private final Clock clock;

  public LoginEndpoint(
      Logins logins, ApiTokens apiTokens, InternalTokens.Mint mint, Names names, Clock clock) {
    this.logins = logins;
    this.apiTokens = apiTokens;
    this.mint = mint;
    this.names = names;
    this.clock = clock;
  }

  @Override
  public void login(LoginRequest request, StreamObserver<Session> observer) {
    Unary.answer(
        observer,
        () -> {
          Opened opened =
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
    Unary.answer(observer, () -> mint(request));
  }

  private MintTokenResponse mint(MintTokenRequest request) {
    if (request.getAudienceService().isEmpty() || request.getAudienceMethod().isEmpty()) {
      throw Errors.invalid(
          "INVALID_AUDIENCE", "audience_method", "name the gRPC service and the RPC to be called");
    }
    User user = user(request);
    Instant expireTime = clock.instant().plus(TOKEN_LIFE);
    SignedToken token =
        mint.mint(
            Principal.newBuilder()
                .setName(user.id().in(names.org()))
                .setKind(Principal.Kind.USER)
                .build(),
            new Audience(request.getAudienceService(), request.getAudienceMethod()),
            presenter(),
            TOKEN_LIFE);
    return MintTokenResponse.newBuilder()
        .setToken(token)
        .setUser(user.id().in(names.org()))
        .setDisplayName(user.displayName())
        .setExpireTime(Times.timestamp(expireTime))
        .build();
  }

  private User user(MintTokenRequest request) {
    return switch (request.getCredentialCase()) {
      case SESSION_SECRET -> logins.check(Redacted.of(request.getSessionSecret()));
      case API_TOKEN -> apiTokens.check(Redacted.of(request.getApiToken()));
      case CREDENTIAL_NOT_SET -> throw new SessionEnded();
    };
  }

  private static Sha256 presenter() {
    return switch (Caller.current()) {
      case Caller.Service service -> service.certificate();
      case Caller.Person _, Caller.Agent _, Caller.Anyone _ ->
          throw new IllegalStateException("the declaration admits the gateway only");
    };
  }
}
