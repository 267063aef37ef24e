package io.aramaki.kit.grpc;

import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.name.IllegalResourceName;
import io.aramaki.kit.name.ResourceName;

/// Reads the resource names in requests to an organisation. Rights were checked over the resource
/// to which a name leads, also from below it, so a name of another kind or of another organisation
/// must not reach one of ours by its last segment: it is `INVALID_ARGUMENT`, `INVALID_NAME`.
public final class RequestNames {
  private static final String REASON = "INVALID_NAME";

  /// So many characters of a wrong name are told back.
  private static final int SHOWN_MAX = 100;

  private final ResourceName organisation;

  /// @param organisation `orgs/{org}`
  public RequestNames(String organisation) {
    this.organisation = ResourceName.parse(organisation);
  }

  /// Reads the name of a resource of one collection.
  ///
  /// @param field where the request has it
  public ResourceName in(String collection, String field, String name) {
    return parse(field, name, "orgs/{org}/%s/{id}".formatted(collection), collection);
  }

  /// Reads the full name of a system.
  public String system(String field, String name) {
    return parse(field, name, "orgs/{org}/systems/{system}", "systems").toString();
  }

  /// Reads the full name of a system; empty if none is named.
  public String systemOrNone(String field, String name) {
    return name.isEmpty() ? "" : system(field, name);
  }

  /// Reads the organisation that a request names as parent, which can only be ours.
  public ResourceName organisation(String field, String name) {
    return parse(field, name, "orgs/{org}");
  }

  private ResourceName parse(String field, String name, String form, String... collections) {
    try {
      var parsed = ResourceName.parse(name);
      if (parsed.isIn(collections) && parsed.org().equals(organisation.org())) {
        return parsed;
      }
    } catch (IllegalResourceName _) {
      // What is no name is refused as one of another kind is.
    }
    throw Errors.invalid(
        REASON,
        field,
        "\"%s\" is no such name (expected: %s of %s)".formatted(shown(name), form, organisation));
  }

  private static String shown(String name) {
    return name.length() > SHOWN_MAX ? name.substring(0, SHOWN_MAX) + "…" : name;
  }
}
