package io.aramaki.kit.cassandra.good;

/// Beside it lie schema files for a test.
public final class Anchor {
  private Anchor() {}
}
