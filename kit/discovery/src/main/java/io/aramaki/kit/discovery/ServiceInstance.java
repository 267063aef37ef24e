package io.aramaki.kit.discovery;

import java.util.regex.Pattern;

/// One instance of a service, as it is made known.
///
/// @param service what clients ask for, `monitoring`
/// @param id which instance, unique among all services of the Consul agent
/// @param host where others reach it
/// @param port its gRPC port
public record ServiceInstance(String service, String id, String host, int port) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  public ServiceInstance {
    if (!NAME.matcher(service).matches()) {
      throw new IllegalArgumentException("service \"" + service + "\" must match " + NAME);
    }
    if (id.isBlank() || host.isBlank() || port < 1) {
      throw new IllegalArgumentException(
          "an instance needs an id, a host and a port, were \"%s\", \"%s\", %d"
              .formatted(id, host, port));
    }
  }

  static boolean isService(String name) {
    return NAME.matcher(name).matches();
  }
}
