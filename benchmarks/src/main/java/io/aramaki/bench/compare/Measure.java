package io.aramaki.bench.compare;

import java.util.Locale;

/// What is compared.
enum Measure {
  /// How fast and at what cost samples are taken.
  INGEST,

  /// How long answers take.
  QUERY,

  /// How many bytes a sample takes at rest.
  DISK;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
