package io.aramaki.inventory.grpc;

import com.google.protobuf.Empty;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.InventoryException.NotYourself;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.people.ApiTokens;
import io.aramaki.inventory.domain.people.Role;
import io.aramaki.inventory.domain.people.Roles;
import io.aramaki.inventory.domain.people.Users;
import io.aramaki.inventory.v1.ApiToken;
import io.aramaki.inventory.v1.CreateApiTokenRequest;
import io.aramaki.inventory.v1.CreateUserRequest;
import io.aramaki.inventory.v1.DeleteRoleBindingRequest;
import io.aramaki.inventory.v1.ListRightsRequest;
import io.aramaki.inventory.v1.ListRightsResponse;
import io.aramaki.inventory.v1.ListRoleBindingsRequest;
import io.aramaki.inventory.v1.ListRoleBindingsResponse;
import io.aramaki.inventory.v1.ListUsersRequest;
import io.aramaki.inventory.v1.ListUsersResponse;
import io.aramaki.inventory.v1.RoleBinding;
import io.aramaki.inventory.v1.SetPasswordRequest;
import io.aramaki.inventory.v1.SetRoleBindingRequest;
import io.aramaki.inventory.v1.User;
import io.aramaki.inventory.v1.UserServiceGrpc;
import io.aramaki.kit.app.Redacted;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.type.v1.Right;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `UserService` on the wire.
final class UserEndpoint extends UserServiceGrpc.UserServiceImplBase {
  private final Users users;
  private final Roles roles;
  private final ApiTokens tokens;
  private final Names names;

  UserEndpoint(Users users, Roles roles, ApiTokens tokens, Names names) {
    this.users = users;
    this.roles = roles;
    this.tokens = tokens;
    this.names = names;
  }

  @Override
  public void listUsers(ListUsersRequest request, StreamObserver<ListUsersResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          var page =
              Listing.page(
                  request.getPageSize(),
                  request.getPageToken(),
                  "users",
                  (after, size) -> users.list(after.map(UserId::new), size),
                  _ -> true);
          return ListUsersResponse.newBuilder()
              .addAllUsers(page.items().stream().map(this::map).toList())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }

  @Override
  public void createUser(CreateUserRequest request, StreamObserver<User> observer) {
    Unary.answer(
        observer,
        () ->
            map(
                users.create(
                    Listing.id(Kind.USER, "user_id", request.getUserId(), UserId::new),
                    request.getUser().getDisplayName(),
                    request.getUser().getDisabled(),
                    Redacted.of(request.getPassword()))));
  }

  @Override
  public void setPassword(SetPasswordRequest request, StreamObserver<Empty> observer) {
    Unary.answer(
        observer,
        () -> {
          var user = names.user(Kind.USER, "name", request.getName());
          var next = Redacted.of(request.getNewPassword());
          var caller = Caller.current();
          if (caller.name().equals(user.in(names.org()))) {
            users.changePassword(user, Redacted.of(request.getCurrentPassword()), next);
          } else if (caller.holdsOrganisationWide(io.aramaki.type.v1.Role.ADMIN)) {
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
          var user = names.optional(request.getUser(), name -> names.user(Kind.USER, "user", name));
          return ListRoleBindingsResponse.newBuilder()
              .addAllRoleBindings(roles.list(user).stream().map(this::map).toList())
              .build();
        });
  }

  @Override
  public void setRoleBinding(SetRoleBindingRequest request, StreamObserver<RoleBinding> observer) {
    Unary.answer(
        observer,
        () -> {
          var binding = binding(request.getRoleBinding());
          roles.set(binding);
          return map(binding);
        });
  }

  @Override
  public void deleteRoleBinding(DeleteRoleBindingRequest request, StreamObserver<Empty> observer) {
    Unary.answer(
        observer,
        () -> {
          roles.remove(binding(request.getRoleBinding()));
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void createApiToken(CreateApiTokenRequest request, StreamObserver<ApiToken> observer) {
    Unary.answer(
        observer,
        () -> {
          var user = names.user(Kind.API_TOKEN, "caller", Caller.current().name());
          Optional<Instant> expire =
              request.hasExpireTime()
                  ? Optional.of(Times.instant(request.getExpireTime()))
                  : Optional.empty();
          var fresh = tokens.create(user, request.getDisplayName(), expire);
          return ApiToken.newBuilder()
              .setToken(fresh.token().reveal())
              .setExpireTime(Times.timestamp(fresh.expireTime()))
              .build();
        });
  }

  @Override
  public void listRights(ListRightsRequest request, StreamObserver<ListRightsResponse> observer) {
    Unary.answer(
        observer,
        () ->
            ListRightsResponse.newBuilder()
                .addAllRights(rights(names.user(Kind.USER, "principal", request.getPrincipal())))
                .build());
  }

  /// The rights of a person as the wire has them; none for somebody unknown.
  List<Right> rights(UserId user) {
    var rights = new ArrayList<Right>();
    roles
        .rights(user)
        .held()
        .forEach((role, held) ->
            rights.add(
                Right.newBuilder()
                    .setRole(RoleMapper.map(role))
                    .setOrganisationWide(held.organisationWide())
                    .addAllSystems(held.systems().stream().map(names::of).toList())
                    .build()));
    return rights;
  }

  private io.aramaki.inventory.domain.people.RoleBinding binding(RoleBinding binding) {
    Role role = RoleMapper.map(Kind.USER, "role_binding.role", binding.getRole());
    return new io.aramaki.inventory.domain.people.RoleBinding(
        names.user(Kind.USER, "role_binding.user", binding.getUser()),
        role,
        names.optional(
            binding.getSystem(), name -> names.system(Kind.USER, "role_binding.system", name)),
        binding.getDeny());
  }

  private RoleBinding map(io.aramaki.inventory.domain.people.RoleBinding binding) {
    return RoleBinding.newBuilder()
        .setUser(binding.user().in(names.org()))
        .setRole(RoleMapper.map(binding.role()))
        .setSystem(binding.top().map(names::of).orElse(""))
        .setDeny(binding.deny())
        .build();
  }

  private User map(io.aramaki.inventory.domain.people.User user) {
    return User.newBuilder()
        .setName(user.id().in(names.org()))
        .setDisplayName(user.displayName())
        .setCreateTime(Times.timestamp(user.createTime()))
        .setDisabled(user.disabled())
        .build();
  }
}
