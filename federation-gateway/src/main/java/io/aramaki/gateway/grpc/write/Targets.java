package io.aramaki.gateway.grpc.write;

import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.call.InternalTokens;
import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.grpc.rest.RestError;
import io.aramaki.kit.grpc.access.CachedRights;
import io.aramaki.kit.grpc.access.Rights;
import io.aramaki.kit.name.IllegalResourceName;
import io.aramaki.kit.name.ResourceName;
import io.aramaki.monitoring.v1.WriteServiceGrpc;
import io.aramaki.type.v1.Role;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Decides to which system the samples of a sender belong. Whoever may not write there hears so
/// before a byte of the body is unpacked; monitoring decides again.
public final class Targets {
  /// The parameter of the query that names the system.
  public static final String PARAMETER = "system";

  /// The header, or metadata, that names the system.
  public static final String HEADER = "x-aramaki-system";

  private static final String SYSTEMS = "systems";

  private final InternalTokens tokens;
  private final CachedRights rights;
  private final String org;

  /// @param org `orgs/{org}`, ours
  public Targets(InternalTokens tokens, CachedRights rights, String org) {
    this.tokens = tokens;
    this.rights = rights;
    this.org = org;
  }

  /// Answers the resource name of the system.
  ///
  /// @param wanted what the sender says: an id, a resource name, or empty
  /// @throws Failure if it may not be written to, or it is not clear which is meant
  /// @throws io.grpc.StatusRuntimeException if the credential is not good, or inventory does not
  ///   answer
  public String of(Credential who, String wanted) {
    String user = tokens.forCall(who, WriteServiceGrpc.getWriteSamplesMethod()).user();
    Rights its = rights.forReading(user).orElseThrow(Targets::unknown);
    if (!its.anywhere(Role.WRITER)) {
      throw new Failure(
          403,
          "PERMISSION_DENIED",
          "NO_RIGHT",
          user + " needs the role WRITER over a system to send samples");
    }
    String system = wanted.isEmpty() ? only(its) : named(wanted);
    if (!its.over(Role.WRITER, system)) {
      throw new Failure(
          403, "PERMISSION_DENIED", "NO_RIGHT", "the role WRITER is needed over " + system);
    }
    return system;
  }

  private static String only(Rights its) {
    Set<String> systems = its.systems(Role.WRITER);
    if (its.organisationWide(Role.WRITER) || systems.size() != 1) {
      throw new Failure(
          400,
          "INVALID_ARGUMENT",
          "SYSTEM_REQUIRED",
          "this token may write to "
              + (its.organisationWide(Role.WRITER) ? "all" : systems.size())
              + " systems: name one by ?system=ID in the address, or by the header"
              + " X-Aramaki-System: ID");
    }
    return systems.iterator().next();
  }

  private String named(String wanted) {
    try {
      ResourceName name =
          wanted.contains("/")
              ? ResourceName.parse(
                  wanted.startsWith("orgs/-/") ? org + wanted.substring("orgs/-".length()) : wanted)
              : ResourceName.parse(org).child(SYSTEMS, wanted);
      if (name.isIn(SYSTEMS)) {
        return name.toString();
      }
    } catch (IllegalResourceName _) {
      // Told below, as any other name of no system.
    }
    throw new Failure(
        400,
        "INVALID_ARGUMENT",
        "INVALID_NAME",
        "the system must be an id, as web, or a name, as orgs/-/systems/web; was \""
            + (wanted.length() > 100 ? wanted.substring(0, 100) : wanted)
            + "\"");
  }

  private static Failure unknown() {
    return new Failure(
        new RestError(
            503,
            "UNAVAILABLE",
            "RIGHTS_UNAVAILABLE",
            "rights cannot be checked at the moment",
            OptionalLong.of(1),
            List.of()));
  }
}
