package io.aramaki.kit.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An address as an operator writes it: `host:port` or `[::1]:port`.
record HostPort(String host, int port) {
  private static final int PORT_MAX = 65535;
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([A-Za-z0-9._-]+)):([0-9]{1,5})");

  /// Reads `h:p,h:p`.
  ///
  /// @throws IllegalArgumentException if one is malformed, or there is none
  static List<HostPort> list(String text) {
    var list = new ArrayList<HostPort>();
    for (String part : text.split(",", -1)) {
      list.add(parse(part.strip()));
    }
    return List.copyOf(list);
  }

  private static HostPort parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (parts.matches()) {
      int port = Integer.parseInt(parts.group(3));
      String host = parts.group(1) != null ? parts.group(1) : parts.group(2);
      if (port >= 1 && port <= PORT_MAX && host != null) {
        return new HostPort(host, port);
      }
    }
    throw new IllegalArgumentException(
        "address \"" + text + "\" must be host:port or [ipv6]:port, port 1 to " + PORT_MAX);
  }
}
