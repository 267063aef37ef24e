package io.aramaki.e2e.load;

import io.aramaki.e2e.peer.Webhook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Compares the hard transitions that were sent with the notifications that came.
///
/// A check changes again only after its last change was notified, so each transition must have a
/// notification of its own, in turn firing and resolved.
public final class Pages {
  /// What was found.
  ///
  /// @param transitions that were sent
  /// @param missing transitions without a notification
  /// @param repeated notifications that came again with the same `Idempotency-Key`
  /// @param most how often one key came at most
  /// @param invented notifications with a new key that no transition explains
  /// @param slowest the longest time from a transition to its notification
  public record Count(
      int transitions,
      int missing,
      int repeated,
      int most,
      List<String> invented,
      Duration slowest) {}

  private final Webhook webhook;

  /// When each transition of a check was sent, of the monotonic clock.
  private final Map<String, List<Long>> sent = new HashMap<>();

  /// @param webhook the receiver
  public Pages(Webhook webhook) {
    this.webhook = webhook;
  }

  /// Notes that the check's next transition was sent; the first is to a problem.
  public synchronized void sent(String check) {
    sent.computeIfAbsent(check, _ -> new ArrayList<>()).add(System.nanoTime());
  }

  /// Which of these checks were notified of everything that was sent of them.
  public synchronized List<String> settled(List<String> checks) {
    var notified = new HashMap<String, HashSet<String>>();
    for (var received : webhook.all()) {
      notified.computeIfAbsent(id(received), _ -> new HashSet<>()).add(received.key());
    }
    return checks.stream()
        .filter(check ->
            notified.getOrDefault(check, new HashSet<>()).size()
                >= sent.getOrDefault(check, List.of()).size())
        .toList();
  }

  /// Counts.
  public synchronized Count count() {
    var byCheck = new HashMap<String, List<Webhook.Received>>();
    for (var received : webhook.all()) {
      byCheck.computeIfAbsent(id(received), _ -> new ArrayList<>()).add(received);
    }
    int transitions = 0;
    int missing = 0;
    int repeated = 0;
    int most = 0;
    long slowest = 0;
    var invented = new ArrayList<String>();
    for (var entry : sent.entrySet()) {
      var times = entry.getValue();
      transitions += times.size();
      var keys = new HashMap<String, Integer>();
      int turn = 0;
      for (var received : byCheck.getOrDefault(entry.getKey(), List.of())) {
        int deliveries = keys.merge(received.key(), 1, Integer::sum);
        most = Math.max(most, deliveries);
        if (deliveries > 1) {
          repeated++;
        } else if (turn < times.size()
            && received.status().equals(turn % 2 == 0 ? "firing" : "resolved")) {
          slowest = Math.max(slowest, received.nanos() - times.get(turn));
          turn++;
        } else {
          invented.add(
              "%s %s %s after %d"
                  .formatted(entry.getKey(), received.status(), received.key(), turn));
        }
      }
      missing += times.size() - turn;
    }
    return new Count(transitions, missing, repeated, most, invented, Duration.ofNanos(slowest));
  }

  /// How many of the transitions were notified so far.
  public int notified() {
    var count = count();
    return count.transitions() - count.missing();
  }

  private static String id(Webhook.Received received) {
    return received.body().path("groupLabels").path("check").asText().replaceAll(".*/", "");
  }
}
