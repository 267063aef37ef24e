package io.aramaki.kit.grpc.access;

/// Knows what people may do. Inventory has the original; every other service asks it by
/// `UserService.ListRights`. The server keeps an answer at most 30 s, see [CachedRights].
@FunctionalInterface
public interface RightsSource {
  /// Nobody has any right: for servers that people never call.
  RightsSource NOBODY = _ -> Rights.NONE;

  /// Answers the rights of a person, none for somebody unknown. May block, with a bound of its own.
  ///
  /// @param principal the resource name `orgs/{org}/users/{user}`
  /// @throws RuntimeException if the source does not answer; whatever it is, it means "not now"
  Rights rightsOf(String principal);
}
