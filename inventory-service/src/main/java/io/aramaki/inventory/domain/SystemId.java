package io.aramaki.inventory.domain;

import io.aramaki.kit.name.ResourceName;

/// The id of the thing we manage: the last segment of its resource name.
///
/// @param value as [ResourceName#isId] allows
public record SystemId(String value) implements Comparable<SystemId> {
  public static final String COLLECTION = "systems";

  public SystemId {
    Ids.require(COLLECTION, value);
  }

  /// Answers the resource name in an organisation.
  public String in(String org) {
    return ResourceName.org(org).child(COLLECTION, value).toString();
  }

  @Override
  public int compareTo(SystemId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
