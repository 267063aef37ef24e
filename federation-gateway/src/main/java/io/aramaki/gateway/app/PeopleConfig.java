package io.aramaki.gateway.app;

import io.aramaki.kit.config.Default;
import io.aramaki.kit.config.Doc;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// The people's door.
///
/// @param certificateFile a certificate that browsers know, instead of the organisation's own
/// @param origins further addresses under which people reach it, behind a proxy for example
public record PeopleConfig(
    @Default("127.0.0.1") @Doc("The address on which people are expected.") String host,
    @Default("8443") @Doc("Its port; 0 takes a free one.") int port,
    @Doc("A certificate chain in PEM to show instead of the organisation's own.")
        Optional<Path> certificateFile,
    @Doc("The key of certificate-file, in PEM.") Optional<Path> keyFile,
    @Doc("Further origins under which people reach it, https://name or https://name:port.")
        Set<URI> origins) {
  private static final int PORT_MAX = 65_535;

  public PeopleConfig {
    origins = Set.copyOf(origins);
    checkPort(port);
    if (certificateFile.isPresent() != keyFile.isPresent()) {
      throw new IllegalArgumentException("certificate-file and key-file must be given together");
    }
    for (URI origin : origins) {
      if (!"https".equals(origin.getScheme())
          || origin.getHost() == null
          || !origin.getRawPath().isEmpty()) {
        throw new IllegalArgumentException(
            "origins must be https://name or https://name:port, was " + origin);
      }
    }
  }

  static void checkPort(int port) {
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("port must be 0 to " + PORT_MAX + ", was " + port);
    }
  }
}
