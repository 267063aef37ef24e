package io.aramaki.inventory.domain.system;

import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.InventoryException.StaleEtag;
import io.aramaki.inventory.domain.SystemId;
import java.time.Instant;

/// A system as it is kept.
///
/// @param id its id
/// @param content what an administrator says about it
/// @param createTime when it was created
/// @param updateTime when it was last changed
/// @param version 1 after creation, one more with every change
/// @param requestId the `request_id` of its creation, or empty: a retry finds its own work by it
public record ManagedSystem(
    SystemId id,
    SystemContent content,
    Instant createTime,
    Instant updateTime,
    long version,
    String requestId) {

  /// Answers a text that no earlier or later state of a system of this id has.
  public String etag() {
    return version + "-" + Long.toString(createTime.toEpochMilli(), Character.MAX_RADIX);
  }

  /// Refuses a caller who saw another state; an empty etag asks for no check.
  public void requireEtag(String etag) {
    if (!etag.isEmpty() && !etag.equals(etag())) {
      throw new StaleEtag(Kind.SYSTEM, id);
    }
  }

  /// Answers the next state.
  public ManagedSystem with(SystemContent next, Instant now) {
    return new ManagedSystem(id, next, createTime, now, version + 1, requestId);
  }
}
