package io.aramaki.inventory.domain;

import io.aramaki.kit.name.ResourceName;

/// The id of a capability of a system: the last segment of its resource name.
///
/// @param value as [ResourceName#isId] allows
public record ActionId(String value) implements Comparable<ActionId> {
  public static final String COLLECTION = "actions";

  public ActionId {
    Ids.require(COLLECTION, value);
  }

  /// Answers the resource name in an organisation.
  public String in(String org) {
    return ResourceName.org(org).child(COLLECTION, value).toString();
  }

  @Override
  public int compareTo(ActionId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
