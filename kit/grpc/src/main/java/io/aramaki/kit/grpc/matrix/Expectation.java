package io.aramaki.kit.grpc.matrix;

import io.aramaki.kit.grpc.access.MethodAccess;
import io.aramaki.type.v1.Access;
import io.aramaki.type.v1.Role;
import io.grpc.Status.Code;

/// What has to come of a call by the declaration of its RPC: this is the table in the reader's
/// head, written down a second time and independent of the chain.
public sealed interface Expectation {
  /// The chain lets the call through; what the endpoint then answers is its business, but never
  /// `INTERNAL`.
  record Admitted() implements Expectation {
    @Override
    public String toString() {
      return "admitted";
    }
  }

  /// The call ends with this code before the endpoint runs.
  record Refused(Code code) implements Expectation {
    @Override
    public String toString() {
      return code.name();
    }
  }

  /// Answers what has to come of a call of this RPC by this kind of caller.
  static Expectation of(MethodAccess access, CallerKind kind) {
    Expectation admitted = new Admitted();
    return switch (kind) {
      case FOREIGN_AUTHORITY, EXPIRED_CERTIFICATE -> new Refused(Code.UNAVAILABLE);
      case REVOKED_CERTIFICATE,
          AGENT_FORGED,
          AGENT_REVOKED,
          TOKEN_OTHER_AUDIENCE,
          TOKEN_OTHER_PRESENTER,
          TOKEN_EXPIRED,
          TOKEN_GARBLED ->
          new Refused(Code.UNAUTHENTICATED);
      case NO_CERTIFICATE ->
          access.admits(Access.Caller.ANYONE) ? admitted : new Refused(Code.UNAUTHENTICATED);
      case AGENT_DIRECT -> admittedIf(access.admits(Access.Caller.ANYONE));
      case AGENT ->
          admittedIf(access.admits(Access.Caller.ANYONE) || access.admits(Access.Caller.AGENT));
      case SERVICE ->
          admittedIf(access.admits(Access.Caller.ANYONE) || access.admits(Access.Caller.SERVICE));
      case OTHER_SERVICE ->
          admittedIf(
              access.admits(Access.Caller.ANYONE)
                  || (access.admits(Access.Caller.SERVICE) && access.services().isEmpty()));
      case PERSON_WITHOUT_RIGHTS -> person(access, access.scope() == Access.Scope.SELF);
      case VIEWER ->
          person(access, access.scope() == Access.Scope.SELF || access.role() == Role.VIEWER);
      case OPERATOR_ELSEWHERE ->
          person(
              access,
              switch (access.scope()) {
                case SELF -> true;
                case FILTERED -> access.role() == Role.VIEWER || access.role() == Role.OPERATOR;
                default -> false;
              });
      case ADMIN -> person(access, true);
    };
  }

  private static Expectation person(MethodAccess access, boolean entitled) {
    return admittedIf(
        access.admits(Access.Caller.ANYONE) || (access.admits(Access.Caller.PERSON) && entitled));
  }

  private static Expectation admittedIf(boolean condition) {
    return condition ? new Admitted() : new Refused(Code.PERMISSION_DENIED);
  }
}
