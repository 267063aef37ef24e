package io.aramaki.agent.app;

import org.jspecify.annotations.Nullable;

/// The version of this agent, from its jar's manifest.
final class Version {
  private Version() {}

  static String text() {
    @Nullable String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "0.0.0-dev" : version;
  }
}
