package io.aramaki.monitoring.grpc;

import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.name.IllegalResourceName;
import io.aramaki.kit.name.ResourceName;

/// Reads the names in requests. Rights were checked over the system to which a name leads, also
/// from below it, so a name of another kind or of another organisation must not get further.
final class Names {
  private static final String REASON = "INVALID_NAME";

  /// So many characters of a wrong name are told back.
  private static final int SHOWN_MAX = 100;

  private final ResourceName organisation;

  /// @param organisation `orgs/{org}`
  Names(String organisation) {
    this.organisation = ResourceName.parse(organisation);
  }

  /// The full name of a check.
  String check(String field, String name) {
    return parse(field, name, "orgs/{org}/checks/{check}", "checks").toString();
  }

  /// The full name of a system.
  String system(String field, String name) {
    return parse(field, name, "orgs/{org}/systems/{system}", "systems").toString();
  }

  /// The full name of a system; empty if none is named.
  String systemOrNone(String field, String name) {
    return name.isEmpty() ? "" : system(field, name);
  }

  /// The organisation that a request names as parent, which can only be ours.
  ResourceName organisation(String field, String name) {
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
