package io.aramaki.ticketing.domain.tracker;

/// An issue as the tracker has it.
///
/// @param id the tracker's immutable id
/// @param displayKey what people call it, such as `#42`
/// @param url where people find it
/// @param status the tracker's own word
/// @param canonical what that means to us
/// @param version changes with every change in the tracker
public record Remote(
    String id, String displayKey, String url, String status, Canonical canonical, String version) {
  /// The states that all trackers share.
  public enum Canonical {
    OPEN,
    RESOLVED,
    CLOSED
  }
}
