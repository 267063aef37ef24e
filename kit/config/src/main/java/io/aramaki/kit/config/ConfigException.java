package io.aramaki.kit.config;

import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.config.Tree.Place;

/// A configuration that does not work. The message begins with file and line (or the environment
/// variable), names the key, and says what would be right.
public final class ConfigException extends BadConfiguration {
  private static final long serialVersionUID = 1L;
  private final String key;

  ConfigException(Place place, String key, String problem) {
    super(place + ": " + (key.isEmpty() ? "" : key + ": ") + problem);
    this.key = key;
  }

  /// Answers the key's path, `cassandra.contact-points[0]`; empty if it is about the whole file.
  public String key() {
    return key;
  }
}
