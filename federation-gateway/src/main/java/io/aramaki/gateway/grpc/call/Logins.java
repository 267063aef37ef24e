package io.aramaki.gateway.grpc.call;

import io.aramaki.inventory.v1.LoginRequest;
import io.aramaki.inventory.v1.LoginServiceGrpc;
import io.aramaki.inventory.v1.LoginServiceGrpc.LoginServiceBlockingStub;
import io.aramaki.inventory.v1.LogoutRequest;
import io.aramaki.inventory.v1.Session;
import io.aramaki.kit.app.Redacted;
import io.grpc.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// Opens and ends sessions of people; inventory decides.
public final class Logins {
  private static final Duration DEADLINE = Duration.ofSeconds(15);

  private final Channel inventory;
  private final InternalTokens tokens;

  public Logins(Channel inventory, InternalTokens tokens) {
    this.inventory = inventory;
    this.tokens = tokens;
  }

  /// A session that was opened.
  ///
  /// @param secret for the cookie
  /// @param user the person's resource name
  /// @param displayName what people call them
  /// @param expireTime when it ends
  public record Opened(Redacted secret, String user, String displayName, Instant expireTime) {}

  /// Opens a session.
  ///
  /// @param remoteAddress from where, for the audit
  /// @throws io.grpc.StatusRuntimeException if inventory refuses or does not answer
  public Opened login(String user, Redacted password, String remoteAddress) {
    Session session =
        stub()
            .login(
                LoginRequest.newBuilder()
                    .setUserId(user)
                    .setPassword(password.reveal())
                    .setRemoteAddress(remoteAddress)
                    .build());
    return new Opened(
        Redacted.of(session.getSecret()),
        session.getUser(),
        session.getDisplayName(),
        Instant.ofEpochSecond(session.getExpireTime().getSeconds()));
  }

  /// Ends a session.
  ///
  /// @throws io.grpc.StatusRuntimeException if inventory does not answer
  public void logout(Credential.Session session) {
    tokens.forget(session);
    var _ = stub().logout(LogoutRequest.newBuilder().setSecret(session.secret().reveal()).build());
  }

  private LoginServiceBlockingStub stub() {
    return LoginServiceGrpc.newBlockingStub(inventory)
        .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
