package io.aramaki.monitoring.domain.observation;

/// Why a batch will never be taken.
///
/// @param reason for machines
/// @param message what was wrong, where, and what would be right
public record Refusal(Reason reason, String message) {
  /// For machines; the names are part of the agents' protocol.
  public enum Reason {
    SUBJECT_NOT_ALLOWED,
    SEQ_REUSED,
    HOUR_IN_FUTURE,
    HOUR_TOO_OLD,
    BATCH_TOO_LARGE,
    UNKNOWN_FORMAT,
    INVALID_BATCH
  }

  /// The text that the journal keeps.
  public String text() {
    return reason.name() + ": " + message;
  }

  /// Reads what [#text] wrote.
  public static Refusal parse(String text) {
    int colon = text.indexOf(": ");
    return new Refusal(Reason.valueOf(text.substring(0, colon)), text.substring(colon + 2));
  }
}
