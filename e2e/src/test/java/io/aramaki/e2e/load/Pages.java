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
  /// A notification that came again with the same `Idempotency-Key`.
  ///
  /// @param first when it came first, of the monotonic clock
  /// @param again when it came once more
  public record Repeat(String check, String key, long first, long again) {}

  /// What was found.
  ///
  /// @param transitions that were sent
  /// @param missing transitions without a notification
  /// @param repeats what came again
  /// @param most how often one key came at most
  /// @param invented notifications with a new key that no transition explains
  /// @param slowest the longest time from a transition to its notification
  /// @param slowestSent when that transition was sent, of the monotonic clock
  public record Count(
      int transitions,
      int missing,
      List<Repeat> repeats,
      int most,
      List<String> invented,
      Duration slowest,
      long slowestSent) {}

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
    var repeats = new ArrayList<Repeat>();
    int most = 0;
    long slowest = 0;
    long slowestSent = System.nanoTime();
    var invented = new ArrayList<String>();
    for (var entry : sent.entrySet()) {
      var transitionTimes = entry.getValue();
      transitions += transitionTimes.size();
      var deliveries = new HashMap<String, List<Long>>();
      int turn = 0;
      for (var received : byCheck.getOrDefault(entry.getKey(), List.of())) {
        var times = deliveries.computeIfAbsent(received.key(), _ -> new ArrayList<>());
        times.add(received.nanos());
        most = Math.max(most, times.size());
        if (times.size() > 1) {
          repeats.add(
              new Repeat(entry.getKey(), received.key(), times.getFirst(), received.nanos()));
        } else if (turn < transitionTimes.size()
            && received.status().equals(turn % 2 == 0 ? "firing" : "resolved")) {
          long took = received.nanos() - transitionTimes.get(turn);
          if (took > slowest) {
            slowest = took;
            slowestSent = transitionTimes.get(turn);
          }
          turn++;
        } else {
          invented.add(
              "%s %s %s after %d"
                  .formatted(entry.getKey(), received.status(), received.key(), turn));
        }
      }
      missing += transitionTimes.size() - turn;
    }
    return new Count(
        transitions, missing, repeats, most, invented, Duration.ofNanos(slowest), slowestSent);
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
