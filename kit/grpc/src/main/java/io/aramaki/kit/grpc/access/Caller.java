package io.aramaki.kit.grpc.access;

import io.aramaki.kit.grpc.error.AccessReason;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.error.Refusal;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.Sha256;
import io.aramaki.type.v1.Principal;
import io.aramaki.type.v1.Role;
import io.grpc.Context;
import io.grpc.Status.Code;
import java.util.Map;

/// Who makes the call that is being answered. An endpoint asks [#current()]; that the caller may
/// make the call at all was checked before it ran.
public sealed interface Caller {
  /// Where the chain leaves the caller of a call.
  Context.Key<Caller> KEY = Context.key("aramaki-caller");

  /// A person, or somebody's API token.
  ///
  /// @param principal as the internal token says it
  /// @param rights what the person may do, at most 30 s old
  record Person(Principal principal, Rights rights) implements Caller {
    @Override
    public String name() {
      return principal.getName();
    }
  }

  /// One of our own services.
  ///
  /// @param certificate the fingerprint of the certificate with which it came
  record Service(Identity identity, Sha256 certificate) implements Caller {
    @Override
    public String name() {
      return identity.resourceName();
    }
  }

  /// An agent, for which the gateway vouches.
  ///
  /// @param name the resource name `orgs/{org}/agents/{agent}`
  /// @param certificate the fingerprint of the agent's certificate
  /// @param gateway who vouches
  record Agent(String name, Sha256 certificate, Identity gateway) implements Caller {}

  /// Somebody who shows nothing, or nothing that counts.
  record Anyone() implements Caller {
    @Override
    public String name() {
      return "";
    }
  }

  /// Answers the resource name; empty for anyone.
  String name();

  /// Answers the caller of the call that is being answered on this thread.
  ///
  /// @throws IllegalStateException outside of a call
  static Caller current() {
    Caller caller = KEY.get();
    if (caller == null) {
      throw new IllegalStateException("no call is being answered on this thread");
    }
    return caller;
  }

  /// Tells whether the caller holds a role for a system. Our services hold every role, agents and
  /// anyone none.
  ///
  /// @param system the resource name `orgs/{org}/systems/{system}`
  default boolean holds(Role role, String system) {
    return switch (this) {
      case Person person -> person.rights().over(role, system);
      case Service _ -> true;
      case Agent _, Anyone _ -> false;
    };
  }

  /// Tells whether the caller holds a role for the whole organisation.
  default boolean holdsOrganisationWide(Role role) {
    return switch (this) {
      case Person person -> person.rights().organisationWide(role);
      case Service _ -> true;
      case Agent _, Anyone _ -> false;
    };
  }

  /// Tells whether a list may show the caller something of a system.
  default boolean maySee(String system) {
    return holds(Role.VIEWER, system);
  }

  /// Refuses unless the caller holds a role for a system.
  ///
  /// @throws Refusal `PERMISSION_DENIED`, reason `NO_RIGHT`
  default void requireSystem(Role role, String system) {
    if (!holds(role, system)) {
      throw noRight(role, system);
    }
  }

  /// Refuses unless the caller holds a role for the whole organisation.
  ///
  /// @throws Refusal `PERMISSION_DENIED`, reason `NO_RIGHT`
  default void requireOrganisation(Role role) {
    if (!holdsOrganisationWide(role)) {
      throw noRight(role, "");
    }
  }

  /// Makes the refusal that names the missing right. It is the same whether the system exists or
  /// not.
  static Refusal noRight(Role role, String over) {
    String where = over.isEmpty() ? "the whole organisation" : over;
    return Errors.of(
        Code.PERMISSION_DENIED,
        AccessReason.NO_RIGHT.name(),
        "the role " + role + " is needed over " + where,
        Map.of("role", role.name(), "over", over.isEmpty() ? "organisation" : over));
  }
}
