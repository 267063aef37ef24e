package io.aramaki.inventory.domain;

import io.aramaki.kit.name.ResourceName;
import java.util.UUID;

/// The id of one execution of an action. The action is part of it, because the name is
/// `orgs/{org}/actions/{action}/runs/{run}`.
///
/// @param action the action
/// @param value a UUID that inventory made
public record RunId(ActionId action, UUID value) {
  public static final String COLLECTION = "runs";

  /// Answers the resource name in an organisation.
  public String in(String org) {
    return ResourceName.parse(action.in(org)).child(COLLECTION, value.toString()).toString();
  }

  @Override
  public String toString() {
    return action + "/" + value;
  }
}
