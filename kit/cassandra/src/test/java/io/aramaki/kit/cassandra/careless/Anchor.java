package io.aramaki.kit.cassandra.careless;

/// Beside it lie schema files for a test.
public final class Anchor {
  private Anchor() {}
}
