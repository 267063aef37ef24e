package io.aramaki.inventory.domain;

import io.aramaki.kit.name.ResourceName;

/// The id of our process on a host: the last segment of its resource name.
///
/// @param value as [ResourceName#isId] allows
public record AgentId(String value) implements Comparable<AgentId> {
  public static final String COLLECTION = "agents";

  public AgentId {
    Ids.require(COLLECTION, value);
  }

  /// Answers the resource name in an organisation.
  public String in(String org) {
    return ResourceName.org(org).child(COLLECTION, value).toString();
  }

  @Override
  public int compareTo(AgentId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
