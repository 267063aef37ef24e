package io.aramaki.inventory.app;

import static io.aramaki.inventory.app.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.inventory.domain.role.Role;
import io.aramaki.inventory.v1.ApiToken;
import io.aramaki.inventory.v1.CreateApiTokenRequest;
import io.aramaki.inventory.v1.ListApiTokensRequest;
import io.aramaki.inventory.v1.LoginServiceGrpc;
import io.aramaki.inventory.v1.MintTokenRequest;
import io.aramaki.inventory.v1.RevokeApiTokenRequest;
import io.aramaki.inventory.v1.UserServiceGrpc;
import io.aramaki.inventory.v1.UserServiceGrpc.UserServiceBlockingStub;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.testing.CassandraExtension;
import io.grpc.Status.Code;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// API tokens against a running inventory.
@ExtendWith(CassandraExtension.class)
final class ApiTokenTest {
  private final Rig rig;

  ApiTokenTest(CassandraConfig cassandra) {
    rig = Rig.on(cassandra);
  }

  @Test
  void token_made_isListedWithoutItsSecret() {
    // Given
    String user = rig.user(Role.VIEWER, "");
    ApiToken first = make(user, "ci");
    ApiToken second = make(user, "backup");

    // When
    List<ApiToken> listed = list(user, user);

    // Then
    assertThat(listed)
        .containsExactlyInAnyOrder(
            first.toBuilder().clearToken().build(), second.toBuilder().clearToken().build());
    assertThat(listed)
        .extracting(ApiToken::getDisplayName)
        .containsExactlyInAnyOrder("ci", "backup");
  }

  @Test
  void token_revoked_mintsNothingAnyMore() {
    // Given
    String user = rig.user(Role.VIEWER, "");
    ApiToken kept = make(user, "kept");
    ApiToken leaked = make(user, "leaked");

    // When
    revoke(user, leaked);

    // Then
    assertRefused(Code.UNAUTHENTICATED, "API_TOKEN_REFUSED", () -> mint(leaked));
    assertThat(mint(kept)).isEqualTo(rig.name("users", user));
    assertThat(list(user, user)).extracting(ApiToken::getName).containsExactly(kept.getName());
    assertRefused(Code.NOT_FOUND, "API_TOKEN_NOT_FOUND", () -> revoke(user, leaked));
  }

  @Test
  void tokens_ofSomebodyElse_areNeitherShownNorRevoked() {
    // Given
    String user = rig.user(Role.VIEWER, "");
    ApiToken token = make(user, "ci");
    String other = rig.user(Role.OPERATOR, "");
    String adminOfASubtree = rig.user(Role.ADMIN, rig.system());

    // When, Then
    for (String nosy : List.of(other, adminOfASubtree)) {
      assertRefused(Code.PERMISSION_DENIED, "NO_RIGHT", () -> list(nosy, user));
      assertRefused(Code.PERMISSION_DENIED, "NO_RIGHT", () -> revoke(nosy, token));
    }
    assertThat(mint(token)).isEqualTo(rig.name("users", user));
  }

  @Test
  void tokens_ofSomebodyElse_areShownToAndRevokedByAnAdministrator() {
    // Given
    String user = rig.user(Role.VIEWER, "");
    ApiToken token = make(user, "ci");

    // When
    assertThat(list(rig.admin(), user)).hasSize(1);
    revoke(rig.admin(), token);

    // Then
    assertRefused(Code.UNAUTHENTICATED, "API_TOKEN_REFUSED", () -> mint(token));
  }

  @Test
  void list_inPages_showsEachTokenOnce() {
    // Given
    String user = rig.user(Role.VIEWER, "");
    for (int i = 0; i < 3; i++) {
      var _ = make(user, "t" + i);
    }
    var request =
        ListApiTokensRequest.newBuilder().setParent(rig.name("users", user)).setPageSize(2);

    // When
    var first = users(user).listApiTokens(request.build());
    var second = users(user).listApiTokens(request.setPageToken(first.getNextPageToken()).build());

    // Then
    assertThat(first.getApiTokensList()).hasSize(2);
    assertThat(second.getApiTokensList()).hasSize(1);
    assertThat(second.getNextPageToken()).isEmpty();
    assertThat(first.getApiTokensList()).doesNotContainAnyElementsOf(second.getApiTokensList());
  }

  private UserServiceBlockingStub users(String caller) {
    return UserServiceGrpc.newBlockingStub(rig.person(caller));
  }

  private ApiToken make(String user, String purpose) {
    return users(user)
        .createApiToken(
            CreateApiTokenRequest.newBuilder().setParent("orgs/-").setDisplayName(purpose).build());
  }

  private List<ApiToken> list(String caller, String user) {
    return users(caller)
        .listApiTokens(ListApiTokensRequest.newBuilder().setParent(rig.name("users", user)).build())
        .getApiTokensList();
  }

  private void revoke(String caller, ApiToken token) {
    var _ =
        users(caller)
            .revokeApiToken(RevokeApiTokenRequest.newBuilder().setName(token.getName()).build());
  }

  /// Answers whose token it is.
  private String mint(ApiToken token) {
    return LoginServiceGrpc.newBlockingStub(rig.service("gateway"))
        .mintToken(
            MintTokenRequest.newBuilder()
                .setApiToken(token.getToken())
                .setAudienceService("io.aramaki.inventory.v1.UserService")
                .setAudienceMethod("ListUsers")
                .build())
        .getUser();
  }
}
