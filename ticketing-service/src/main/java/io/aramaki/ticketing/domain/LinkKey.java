package io.aramaki.ticketing.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What may have one issue at most.
///
/// @param tracker the tracker's name in the configuration
/// @param dedupeKey identifies the problem over its episodes
/// @param episode counts the times that the problem appeared, from 1
public record LinkKey(String tracker, String dedupeKey, long episode) {
  public LinkKey {
    if (tracker.isBlank() || dedupeKey.isBlank() || episode < 1) {
      throw new IllegalArgumentException(
          "tracker \"%s\", dedupe key \"%s\", episode %d (expected: both set, episode from 1)"
              .formatted(tracker, dedupeKey, episode));
    }
  }

  /// The last segment of the ticket's resource name; the same for the same key.
  public String ticketId() {
    return "t"
        + hash(String.join("\0", tracker, dedupeKey, Long.toString(episode))).substring(0, 20);
  }

  /// What our issue carries in the tracker, so that it can be found when the answer to its creation
  /// was lost. It is the same over the attempts of one episode, because only one of them may
  /// remain.
  public String marker() {
    return "aramaki-" + hash(dedupeKey).substring(0, 16) + "-" + episode;
  }

  /// Identifies something of a ticket, in few characters.
  static String shortHash(String ticketId, String what) {
    return hash(ticketId + "\0" + what).substring(0, 12);
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
