package io.aramaki.alerting.domain.dispatch;

import io.aramaki.alerting.domain.alert.Severity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// One message to one receiver about one group.
///
/// @param key what the receiver sees as `Idempotency-Key`
/// @param groupKey the group
/// @param flush counts the messages of the group, so that a repetition is not taken for a retry
/// @param groupLabels the labels that make the group
/// @param firing the alerts that fire
/// @param resolved the alerts that were told to be firing and are over
/// @param attempts how often it was tried
/// @param error why the last try failed; empty if none did
public record Notification(
    String key,
    String receiver,
    String groupKey,
    long flush,
    Map<String, String> groupLabels,
    List<Subject> firing,
    List<Subject> resolved,
    Progress progress,
    int attempts,
    String error,
    Instant create) {

  /// The longest error that is kept, in characters.
  public static final int ERROR_MAX = 500;

  /// So many bytes of a hash make a key.
  private static final int KEY_BYTES = 16;

  public Notification {
    groupLabels = Map.copyOf(groupLabels);
    firing = List.copyOf(firing);
    resolved = List.copyOf(resolved);
    error = error.length() > ERROR_MAX ? error.substring(0, ERROR_MAX) : error;
  }

  /// How a notification fares.
  public sealed interface Progress {
    /// A sender has it; what became of it after a crash is not known.
    record Claimed(Instant when) implements Progress {}

    /// The receiver took it.
    record Sent(Instant when) implements Progress {}

    /// The receiver did not take it; it is tried again.
    record Retrying(Instant next) implements Progress {}

    /// It has been tried for an hour; it is tried again every hour.
    record Undelivered(Instant next) implements Progress {}
  }

  static Notification of(
      Group group, long flush, List<Subject> firing, List<Subject> resolved, Instant now) {
    return new Notification(
        key(group, flush, firing, resolved),
        group.receiver(),
        group.key(),
        flush,
        group.labels(),
        firing,
        resolved,
        new Progress.Claimed(now),
        0,
        "",
        now);
  }

  /// `firing` while one alert fires, else `resolved`: as the webhook says it.
  public String status() {
    return firing.isEmpty() ? "resolved" : "firing";
  }

  /// True while a sender has it.
  public boolean claimed() {
    return progress instanceof Progress.Claimed;
  }

  /// True if a receiver would learn the same from both.
  boolean says(List<Subject> otherFiring, List<Subject> otherResolved) {
    return same(firing, otherFiring) && same(resolved, otherResolved);
  }

  Notification with(Progress next, int tries, String why) {
    return new Notification(
        key, receiver, groupKey, flush, groupLabels, firing, resolved, next, tries, why, create);
  }

  /// This message, taken by the receiver.
  public Notification sent(Instant now) {
    return with(new Progress.Sent(now), attempts + 1, "");
  }

  /// This message in the place of an older one that was not taken: its age and its tries go on.
  Notification since(Notification older) {
    return new Notification(
        key,
        receiver,
        groupKey,
        flush,
        groupLabels,
        firing,
        resolved,
        progress,
        older.attempts,
        older.error,
        older.create);
  }

  private static boolean same(List<Subject> one, List<Subject> other) {
    return seen(one).equals(seen(other));
  }

  private static Map<String, Severity> seen(List<Subject> subjects) {
    var seen = new HashMap<String, Severity>();
    subjects.forEach(subject -> seen.put(subject.alertId(), subject.severity()));
    return seen;
  }

  private static String key(Group group, long flush, List<Subject> firing, List<Subject> resolved) {
    var text = new StringBuilder(group.receiver()).append('\0').append(group.key());
    text.append('\0').append(flush);
    firing.forEach(subject -> append(text.append("\0f"), subject));
    resolved.forEach(subject -> append(text.append("\0r"), subject));
    try {
      var digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void append(StringBuilder text, Subject subject) {
    text.append(subject.alertId())
        .append('/')
        .append(subject.severity())
        .append('/')
        .append(subject.transitionSeq());
  }
}
