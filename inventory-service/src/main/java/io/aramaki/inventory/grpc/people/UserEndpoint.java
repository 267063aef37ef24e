package io.aramaki.inventory.grpc.people;

import com.google.protobuf.Empty;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.InventoryException.NotYourself;
import io.aramaki.inventory.domain.Page;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.login.ApiTokens;
import io.aramaki.inventory.domain.people.User;
import io.aramaki.inventory.domain.people.Users;
import io.aramaki.inventory.domain.role.RoleBinding;
import io.aramaki.inventory.domain.role.Roles;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.grpc.Tokens;
import io.aramaki.inventory.v1.ApiToken;
import io.aramaki.inventory.v1.CreateApiTokenRequest;
import io.aramaki.inventory.v1.CreateUserRequest;
import io.aramaki.inventory.v1.DeleteRoleBindingRequest;
import io.aramaki.inventory.v1.ListApiTokensRequest;
import io.aramaki.inventory.v1.ListApiTokensResponse;
import io.aramaki.inventory.v1.ListRightsRequest;
import io.aramaki.inventory.v1.ListRightsResponse;
import io.aramaki.inventory.v1.ListRoleBindingsRequest;
import io.aramaki.inventory.v1.ListRoleBindingsResponse;
import io.aramaki.inventory.v1.ListUsersRequest;
import io.aramaki.inventory.v1.ListUsersResponse;
import io.aramaki.inventory.v1.RevokeApiTokenRequest;
import io.aramaki.inventory.v1.SetPasswordRequest;
import io.aramaki.inventory.v1.SetRoleBindingRequest;
import io.aramaki.inventory.v1.UserServiceGrpc.UserServiceImplBase;
import io.aramaki.kit.app.Redacted;
import io.aramaki.kit.grpc.Paging;
import io.aramaki.kit.grpc.Times;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.name.ResourceName;
import io.aramaki.type.v1.Role;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.Optional;

/// `UserService`.
public final class UserEndpoint extends UserServiceImplBase {
  private static final String LIST = "users";

  private final Users users;
  private final ApiTokens apiTokens;
  private final Roles roles;
  private final Names names;
  private final PeopleMapper mapper;

  public UserEndpoint(Users users, ApiTokens apiTokens, Roles roles, Names names) {
    this.users = users;
    this.apiTokens = apiTokens;
    this.roles = roles;
    this.names = names;
    this.mapper = new PeopleMapper(names);
  }

  @Override
  public void listUsers(ListUsersRequest request, StreamObserver<ListUsersResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          names.requireOrg(request.getParent());
          Page<User> page =
              users.list(
                  Tokens.after(request.getPageToken(), LIST, UserId::new),
                  Paging.size(request.getPageSize()));
          return ListUsersResponse.newBuilder()
              .addAllUsers(page.items().stream().map(mapper::proto).toList())
              .setNextPageToken(Tokens.next(page.next(), LIST))
              .build();
        });
  }

  @Override
  public void createUser(
      CreateUserRequest request, StreamObserver<io.aramaki.inventory.v1.User> observer) {
    Unary.answer(
        observer,
        () -> {
          names.requireOrg(request.getParent());
          return mapper.proto(
              users.create(
                  Names.newId(Kind.USER, "user_id", request.getUserId(), UserId::new),
                  request.getUser().getDisplayName(),
                  request.getUser().getDisabled(),
                  Redacted.of(request.getPassword())));
        });
  }

  @Override
  public void setPassword(SetPasswordRequest request, StreamObserver<Empty> observer) {
    Unary.answer(
        observer,
        () -> {
          UserId user = names.user(request.getName());
          Redacted next = Redacted.of(request.getNewPassword());
          if (user.equals(caller())) {
            users.changePassword(user, Redacted.of(request.getCurrentPassword()), next);
          } else if (Caller.current().holdsOrganisationWide(Role.ADMIN)) {
            users.resetPassword(user, next);
          } else {
            throw new NotYourself(user);
          }
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void listRoleBindings(
      ListRoleBindingsRequest request, StreamObserver<ListRoleBindingsResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          names.requireOrg(request.getParent());
          Optional<UserId> user =
              request.getUser().isEmpty()
                  ? Optional.empty()
                  : Optional.of(names.user(request.getUser()));
          return ListRoleBindingsResponse.newBuilder()
              .addAllRoleBindings(roles.list(user).stream().map(mapper::proto).toList())
              .build();
        });
  }

  @Override
  public void setRoleBinding(
      SetRoleBindingRequest request, StreamObserver<io.aramaki.inventory.v1.RoleBinding> observer) {
    Unary.answer(
        observer,
        () -> {
          names.requireOrg(request.getParent());
          RoleBinding binding = mapper.binding(request.getRoleBinding());
          roles.set(binding);
          return mapper.proto(binding);
        });
  }

  @Override
  public void deleteRoleBinding(DeleteRoleBindingRequest request, StreamObserver<Empty> observer) {
    Unary.answer(
        observer,
        () -> {
          names.requireOrg(request.getParent());
          roles.remove(mapper.binding(request.getRoleBinding()));
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void createApiToken(CreateApiTokenRequest request, StreamObserver<ApiToken> observer) {
    Unary.answer(
        observer,
        () -> {
          names.requireOrg(request.getParent());
          Optional<Instant> expireTime =
              request.hasExpireTime()
                  ? Optional.of(Times.instant("expire_time", request.getExpireTime()))
                  : Optional.empty();
          ApiTokens.Fresh token = apiTokens.create(caller(), request.getDisplayName(), expireTime);
          return mapper.proto(token.kept()).toBuilder().setToken(token.token().reveal()).build();
        });
  }

  @Override
  public void listApiTokens(
      ListApiTokensRequest request, StreamObserver<ListApiTokensResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          UserId user = names.user(request.getParent());
          requireSelfOrAdmin(user);
          Paging<io.aramaki.inventory.domain.login.ApiToken> page =
              Paging.cut(
                  apiTokens.of(user),
                  request.getPageSize(),
                  request.getPageToken(),
                  "api tokens " + user,
                  io.aramaki.inventory.domain.login.ApiToken::id);
          return ListApiTokensResponse.newBuilder()
              .addAllApiTokens(page.items().stream().map(mapper::proto).toList())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }

  @Override
  public void revokeApiToken(RevokeApiTokenRequest request, StreamObserver<Empty> observer) {
    Unary.answer(
        observer,
        () -> {
          ResourceName name =
              ResourceName.parse(request.getName(), UserId.COLLECTION, PeopleMapper.TOKENS);
          UserId user = names.user(String.valueOf(name.parent().orElseThrow()));
          requireSelfOrAdmin(user);
          apiTokens.revoke(user, name.id());
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void listRights(ListRightsRequest request, StreamObserver<ListRightsResponse> observer) {
    Unary.answer(
        observer,
        () ->
            ListRightsResponse.newBuilder()
                .addAllRights(mapper.proto(roles.rights(names.user(request.getPrincipal()))))
                .build());
  }

  private void requireSelfOrAdmin(UserId user) {
    if (!user.equals(caller()) && !Caller.current().holdsOrganisationWide(Role.ADMIN)) {
      throw new NotYourself(user);
    }
  }

  private UserId caller() {
    return names.user(Caller.current().name());
  }
}
