package io.aramaki.inventory.app;

import static io.aramaki.inventory.app.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.inventory.domain.role.Role;
import io.aramaki.inventory.v1.CreateUserRequest;
import io.aramaki.inventory.v1.LoginRequest;
import io.aramaki.inventory.v1.LoginServiceGrpc;
import io.aramaki.inventory.v1.LoginServiceGrpc.LoginServiceBlockingStub;
import io.aramaki.inventory.v1.LogoutRequest;
import io.aramaki.inventory.v1.MintTokenRequest;
import io.aramaki.inventory.v1.MintTokenResponse;
import io.aramaki.inventory.v1.Session;
import io.aramaki.inventory.v1.SetPasswordRequest;
import io.aramaki.inventory.v1.User;
import io.aramaki.inventory.v1.UserServiceGrpc;
import io.aramaki.inventory.v1.UserServiceGrpc.UserServiceBlockingStub;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.testing.CassandraExtension;
import io.grpc.Status.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Logging in at a running inventory, as the gateway does for people.
@ExtendWith(CassandraExtension.class)
final class LoginTest {
  private final Rig rig;

  LoginTest(CassandraConfig cassandra) {
    rig = Rig.on(cassandra);
  }

  @Test
  void login_withAWrongPasswordOrAnUnknownName_isRefusedInTheSameWords() {
    // Given
    String user = rig.user(Role.VIEWER, "");

    // When
    var wrong =
        assertRefused(Code.UNAUTHENTICATED, "LOGIN_REFUSED", () -> login(user, "not the password"));
    var unknown =
        assertRefused(
            Code.UNAUTHENTICATED, "LOGIN_REFUSED", () -> login(Rig.fresh("nobody"), "whatever"));

    // Then
    assertThat(wrong.getStatus().getDescription()).isEqualTo(unknown.getStatus().getDescription());
  }

  @Test
  void session_mintsATokenForOneRpc_untilItIsLoggedOut() {
    // Given
    String user = rig.user(Role.VIEWER, "");
    Session session = login(user, Rig.password(user));

    // When
    MintTokenResponse minted = mint(session.getSecret());

    // Then
    assertThat(minted.getUser()).isEqualTo(rig.name("users", user));
    assertThat(minted.getToken().getSignature()).isNotEmpty();
    var _ = logins().logout(LogoutRequest.newBuilder().setSecret(session.getSecret()).build());
    assertRefused(Code.UNAUTHENTICATED, "SESSION_ENDED", () -> mint(session.getSecret()));
  }

  @Test
  void session_whosePasswordWasChanged_hasEnded() {
    // Given
    String user = rig.user(Role.VIEWER, "");
    Session session = login(user, Rig.password(user));

    // When
    var _ =
        users(user)
            .setPassword(
                SetPasswordRequest.newBuilder()
                    .setName(rig.name("users", user))
                    .setCurrentPassword(Rig.password(user))
                    .setNewPassword("an entirely new password")
                    .build());

    // Then
    assertRefused(Code.UNAUTHENTICATED, "SESSION_ENDED", () -> mint(session.getSecret()));
    assertThat(login(user, "an entirely new password").getSecret()).isNotEmpty();
  }

  @Test
  void password_ofSomebodyElse_isSetByAnAdministratorOnly() {
    // Given
    String user = rig.user(Role.VIEWER, "");
    String other = rig.user(Role.OPERATOR, "");
    var request =
        SetPasswordRequest.newBuilder()
            .setName(rig.name("users", user))
            .setNewPassword("set by somebody else")
            .build();

    // When, Then
    assertRefused(Code.PERMISSION_DENIED, "NO_RIGHT", () -> users(other).setPassword(request));
    var _ = users(rig.admin()).setPassword(request);
    assertThat(login(user, "set by somebody else").getSecret()).isNotEmpty();
  }

  @Test
  void password_withAWrongCurrentOne_isNotSet() {
    // Given
    String user = rig.user(Role.VIEWER, "");

    // When, Then
    assertRefused(
        Code.PERMISSION_DENIED,
        "WRONG_PASSWORD",
        () ->
            users(user)
                .setPassword(
                    SetPasswordRequest.newBuilder()
                        .setName(rig.name("users", user))
                        .setCurrentPassword("a wild guess")
                        .setNewPassword("an entirely new password")
                        .build()));
  }

  @Test
  void token_forNoRpc_isNotMinted() {
    // Given
    String user = rig.user(Role.VIEWER, "");
    Session session = login(user, Rig.password(user));

    // When, Then
    assertRefused(
        Code.INVALID_ARGUMENT,
        "INVALID_AUDIENCE",
        () ->
            logins()
                .mintToken(
                    MintTokenRequest.newBuilder().setSessionSecret(session.getSecret()).build()));
  }

  @Test
  void user_whoseIdIsTakenOrIsNone_isNotMade() {
    // Given
    String user = rig.user(Role.VIEWER, "");

    // When, Then
    assertRefused(Code.ALREADY_EXISTS, "USER_EXISTS", () -> create(user, "a long password"));
    assertRefused(Code.INVALID_ARGUMENT, "INVALID_USER", () -> create("No Id", "a long password"));
    assertRefused(
        Code.INVALID_ARGUMENT, "INVALID_PASSWORD", () -> create(Rig.fresh("user"), "short"));
  }

  private LoginServiceBlockingStub logins() {
    return LoginServiceGrpc.newBlockingStub(rig.service("gateway"));
  }

  private UserServiceBlockingStub users(String caller) {
    return UserServiceGrpc.newBlockingStub(rig.person(caller));
  }

  private User create(String id, String password) {
    return users(rig.admin())
        .createUser(
            CreateUserRequest.newBuilder()
                .setParent("orgs/-")
                .setUserId(id)
                .setUser(User.getDefaultInstance())
                .setPassword(password)
                .build());
  }

  private Session login(String user, String password) {
    return logins()
        .login(
            LoginRequest.newBuilder()
                .setUserId(user)
                .setPassword(password)
                .setRemoteAddress("192.0.2.7")
                .build());
  }

  private MintTokenResponse mint(String secret) {
    return logins()
        .mintToken(
            MintTokenRequest.newBuilder()
                .setSessionSecret(secret)
                .setAudienceService("io.aramaki.inventory.v1.UserService")
                .setAudienceMethod("ListUsers")
                .build());
  }
}
