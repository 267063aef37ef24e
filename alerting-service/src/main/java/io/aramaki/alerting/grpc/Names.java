package io.aramaki.alerting.grpc;

import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.name.IllegalResourceName;
import io.aramaki.kit.name.ResourceName;

/// Reads the names in requests. Rights were checked over the resource to which a name leads, so a
/// name of another kind or of another organisation must not reach one of ours by its last segment.
final class Names {
  private static final String REASON = "INVALID_NAME";

  /// So many characters of a wrong name are told back.
  private static final int SHOWN_MAX = 100;

  private final ResourceName organisation;

  /// @param organisation `orgs/{org}`
  Names(String organisation) {
    this.organisation = ResourceName.parse(organisation);
  }

  /// The id in a name of one kind.
  String id(String field, String name, String collection) {
    return parse(field, name, "orgs/{org}/%s/{id}".formatted(collection), collection).id();
  }

  /// The full name of a system; empty if none is named.
  String systemOrNone(String field, String name) {
    return name.isEmpty() ? "" : system(field, name);
  }

  /// The full name of a system.
  String system(String field, String name) {
    return parse(field, name, "orgs/{org}/systems/{system}", "systems").toString();
  }

  /// Refuses a parent that is not our organisation.
  void requireOrganisation(String field, String name) {
    var _ = parse(field, name, "orgs/{org}");
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
