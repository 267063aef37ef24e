package io.aramaki.gateway.grpc.call;

import io.aramaki.gateway.domain.page.Viewer;
import io.aramaki.inventory.v1.SystemServiceGrpc;
import io.aramaki.kit.grpc.access.CachedRights;
import io.aramaki.kit.grpc.access.Rights;
import io.aramaki.type.v1.Role;

/// Finds out who looks at a page and what they may do. Buttons follow from it; what is really
/// allowed is decided by each service.
public final class Viewers {
  private final InternalTokens tokens;
  private final CachedRights rights;

  public Viewers(InternalTokens tokens, CachedRights rights) {
    this.tokens = tokens;
    this.rights = rights;
  }

  /// Answers who a credential belongs to.
  ///
  /// @throws io.grpc.StatusRuntimeException if it is not good any more, or inventory does not
  ///   answer
  public Viewer of(Credential who) {
    InternalToken token = tokens.forCall(who, SystemServiceGrpc.getListSystemsMethod());
    Rights its = rights.forReading(token.user()).orElse(Rights.NONE);
    return new Viewer(
        token.user(),
        token.displayName(),
        reach(its, Role.VIEWER),
        reach(its, Role.OPERATOR),
        reach(its, Role.ADMIN));
  }

  private static Viewer.Reach reach(Rights rights, Role role) {
    return new Viewer.Reach(rights.organisationWide(role), rights.systems(role));
  }
}
