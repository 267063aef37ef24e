package io.aramaki.inventory.domain;

import io.aramaki.kit.name.ResourceName;

/// The one rule for ids.
final class Ids {
  private Ids() {}

  static void require(String collection, String value) {
    if (!ResourceName.isId(value)) {
      throw new IllegalArgumentException(
          "\""
              + value
              + "\" is no id in "
              + collection
              + ": 1 to 63 characters a-z, 0-9 and -, beginning with a letter, not ending in -");
    }
  }
}
