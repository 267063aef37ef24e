package io.aramaki.kit.security;

import io.aramaki.kit.security.NotTrusted.Reason;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who a process is, as the URI in its certificate says:
/// `aramaki://{org}/service/{service}/{instance}` or `aramaki://{org}/agent/{agent}`.
///
/// @param org the organisation
/// @param role whether it is one of our services or an agent
/// @param name the service (`inventory`, `gateway`, …) or the id of the agent
/// @param instance which process of the service; empty for agents
public record Identity(OrgId org, Role role, String name, String instance) {
  private static final String SCHEME = "aramaki://";
  private static final int SAN_URI = 6;
  private static final Pattern ID = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /// The domain under which certificates name services; it exists in no DNS.
  public static final String DOMAIN = "aramaki.internal";

  /// What kind of process it is.
  public enum Role {
    SERVICE("service", "services"),
    AGENT("agent", "agents");

    private final String word;
    private final String collection;

    Role(String word, String collection) {
      this.word = word;
      this.collection = collection;
    }
  }

  public Identity {
    checkId("the name of a " + role.word, name);
    switch (role) {
      case SERVICE -> checkId("the instance of service " + name, instance);
      case AGENT -> {
        if (!instance.isEmpty()) {
          throw new IllegalArgumentException(
              "an agent has no instance, but got '" + instance + "'");
        }
      }
    }
  }

  public static Identity service(OrgId org, String service, String instance) {
    return new Identity(org, Role.SERVICE, service, instance);
  }

  public static Identity agent(OrgId org, String agent) {
    return new Identity(org, Role.AGENT, agent, "");
  }

  /// Answers the identity in a URI.
  ///
  /// @throws NotTrusted if the URI is not exactly as [#uri()] writes it
  public static Identity parse(String uri) {
    if (!uri.startsWith(SCHEME)) {
      throw malformed(uri, null);
    }
    var parts = List.of(uri.substring(SCHEME.length()).split("/", -1));
    try {
      if (parts.size() == 4 && parts.get(1).equals(Role.SERVICE.word)) {
        return service(new OrgId(parts.get(0)), parts.get(2), parts.get(3));
      }
      if (parts.size() == 3 && parts.get(1).equals(Role.AGENT.word)) {
        return agent(new OrgId(parts.get(0)), parts.get(2));
      }
    } catch (IllegalArgumentException e) {
      throw malformed(uri, e);
    }
    throw malformed(uri, null);
  }

  /// Answers the identity in a certificate. Whether the certificate is to be believed is the
  /// business of [io.aramaki.kit.security.tls.TlsContexts].
  ///
  /// @throws NotTrusted unless the certificate has exactly one alternative name that is a URI, and
  ///   that is an identity
  public static Identity of(X509Certificate certificate) {
    List<String> uris;
    try {
      var names = certificate.getSubjectAlternativeNames();
      uris =
          (names == null ? List.<List<?>>of() : names)
              .stream()
                  .filter(name -> name.getFirst().equals(SAN_URI))
                  .map(name -> (String) name.getLast())
                  .toList();
    } catch (CertificateParsingException e) {
      throw new NotTrusted(
          Reason.MALFORMED, "the certificate's alternative names cannot be read", e);
    }
    if (uris.size() != 1) {
      throw new NotTrusted(
          Reason.MALFORMED,
          "a certificate names its holder by exactly one URI, this one has " + uris.size());
    }
    return parse(uris.getFirst());
  }

  /// Answers what the certificate says.
  public String uri() {
    var uri = SCHEME + org + "/" + role.word + "/" + name;
    return role == Role.SERVICE ? uri + "/" + instance : uri;
  }

  /// Answers the host name by which the certificate can be checked in a TLS handshake:
  /// `{service}.aramaki.internal` or `agent.aramaki.internal`.
  public String hostName() {
    return (role == Role.SERVICE ? name : role.word) + "." + DOMAIN;
  }

  /// Answers `orgs/{org}/services/{service}` or `orgs/{org}/agents/{agent}`.
  public String resourceName() {
    return org.resourceName() + "/" + role.collection + "/" + name;
  }

  public boolean isService(String service) {
    return role == Role.SERVICE && name.equals(service);
  }

  public boolean isAgent() {
    return role == Role.AGENT;
  }

  @Override
  public String toString() {
    return uri();
  }

  private static NotTrusted malformed(String uri, @Nullable Throwable cause) {
    var message =
        "an identity is aramaki://{org}/service/{service}/{instance} or aramaki://{org}/agent/{agent}, not '"
            + uri
            + "'";
    return new NotTrusted(Reason.MALFORMED, message, cause);
  }

  private static void checkId(String what, String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          what
              + " is 1 to 63 of a-z, 0-9 and '-', not beginning or ending with '-'; got '"
              + id
              + "'");
    }
  }
}
