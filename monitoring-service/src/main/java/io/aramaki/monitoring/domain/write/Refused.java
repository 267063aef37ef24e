package io.aramaki.monitoring.domain.write;

/// What of a write was left out.
///
/// @param samples how many samples
/// @param why beginning with the reason; empty if none was
public record Refused(int samples, String why) {
  /// Nothing.
  public static final Refused NOTHING = new Refused(0, "");
}
