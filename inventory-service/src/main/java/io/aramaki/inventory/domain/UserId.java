package io.aramaki.inventory.domain;

import io.aramaki.kit.name.ResourceName;

/// The id of a person who may log in: the last segment of its resource name.
///
/// @param value as [ResourceName#isId] allows
public record UserId(String value) implements Comparable<UserId> {
  public static final String COLLECTION = "users";

  public UserId {
    Ids.require(COLLECTION, value);
  }

  /// Answers the resource name in an organisation.
  public String in(String org) {
    return ResourceName.org(org).child(COLLECTION, value).toString();
  }

  @Override
  public int compareTo(UserId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
