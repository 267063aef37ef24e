package io.aramaki.kit.cassandra.gap;

/// Beside it lie schema files for a test.
public final class Anchor {
  private Anchor() {}
}
