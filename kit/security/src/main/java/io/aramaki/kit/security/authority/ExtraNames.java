package io.aramaki.kit.security.authority;

import io.aramaki.kit.security.Identity;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.util.IPAddress;

/// Host names and addresses under which people reach a service, beside the internal name that every
/// certificate carries.
///
/// @param hosts DNS names and IP addresses, an IPv6 address without brackets
public record ExtraNames(List<String> hosts) {
  /// The most extra names of a certificate.
  public static final int HOSTS_MAX = 32;

  /// No extra names.
  public static final ExtraNames NONE = new ExtraNames(List.of());

  private static final int NAME_MAX = 253;
  private static final Pattern DNS_NAME =
      Pattern.compile(
          "(\\*\\.)?([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  public ExtraNames {
    hosts = List.copyOf(hosts);
    if (hosts.size() > HOSTS_MAX) {
      throw new IllegalArgumentException(
          "a certificate has at most " + HOSTS_MAX + " extra names, not " + hosts.size());
    }
    hosts.forEach(ExtraNames::check);
  }

  List<GeneralName> generalNames() {
    return hosts.stream()
        .map(host ->
            new GeneralName(
                IPAddress.isValid(host) ? GeneralName.iPAddress : GeneralName.dNSName, host))
        .toList();
  }

  private static void check(String host) {
    var lower = host.toLowerCase(Locale.ROOT);
    if (lower.equals(Identity.DOMAIN) || lower.endsWith("." + Identity.DOMAIN)) {
      throw new IllegalArgumentException(
          "'"
              + host
              + "' would name one of our services; names in "
              + Identity.DOMAIN
              + " come from the identity only");
    }
    boolean name = host.length() <= NAME_MAX && DNS_NAME.matcher(host).matches();
    if (!name && !IPAddress.isValid(host)) {
      throw new IllegalArgumentException("'" + host + "' is neither a DNS name nor an IP address");
    }
  }
}
