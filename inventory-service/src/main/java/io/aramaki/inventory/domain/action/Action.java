package io.aramaki.inventory.domain.action;

import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.InventoryException.StaleEtag;
import java.time.Instant;

/// A named, parameterised capability of a system, as it is kept.
///
/// @param id its id
/// @param content what an administrator says about it
/// @param createTime when it was created
/// @param updateTime when it was last changed
/// @param version 1 after creation, one more with every change
/// @param requestId the `request_id` of its creation, or empty: a retry finds its own work by it
public record Action(
    ActionId id,
    ActionContent content,
    Instant createTime,
    Instant updateTime,
    long version,
    String requestId) {

  /// Answers a text that no earlier or later state of an action of this id has.
  public String etag() {
    return version + "-" + Long.toString(createTime.toEpochMilli(), Character.MAX_RADIX);
  }

  /// Refuses a caller who saw another state; an empty etag asks for no check.
  public void requireEtag(String etag) {
    if (!etag.isEmpty() && !etag.equals(etag())) {
      throw new StaleEtag(Kind.ACTION, id);
    }
  }

  Action with(ActionContent next, Instant now) {
    return new Action(id, next, createTime, now, version + 1, requestId);
  }
}
