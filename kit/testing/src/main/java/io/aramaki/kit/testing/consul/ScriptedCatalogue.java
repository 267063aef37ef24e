package io.aramaki.kit.testing.consul;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What a scripted Consul knows: instances, the state of their checks, and the index that counts
/// each change.
public final class ScriptedCatalogue {
  /// An instance as it was registered.
  public record Registered(
      String id, String service, String address, int port, String check, long ttlMillis) {}

  record Answer(long index, List<Map<String, Object>> instances, boolean interrupted) {}

  ScriptedCatalogue() {}

  private static final class Entry {
    final Registered instance;
    String state;
    long deadline;

    Entry(Registered instance, String state) {
      this.instance = instance;
      this.state = state;
      renew();
    }

    void renew() {
      deadline = System.nanoTime() + Duration.ofMillis(instance.ttlMillis).toNanos();
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private long index = 10;
  private int interruptions;

  /// Makes an instance known.
  public void register(Registered instance, String state) {
    change(() -> entries.put(instance.id, new Entry(instance, state)));
  }

  boolean deregister(String id) {
    lock.lock();
    try {
      boolean known = entries.containsKey(id);
      change(() -> entries.remove(id));
      return known;
    } finally {
      lock.unlock();
    }
  }

  /// Answers the ids of all that is known, whatever its state.
  public List<String> ids() {
    lock.lock();
    try {
      return List.copyOf(entries.keySet());
    } finally {
      lock.unlock();
    }
  }

  /// Takes a sign of life; only a change of state counts as a change.
  boolean update(String check, String state) {
    lock.lock();
    try {
      for (Entry entry : entries.values()) {
        if (entry.instance.check.equals(check)) {
          entry.renew();
          if (!entry.state.equals(state)) {
            change(() -> entry.state = state);
          }
          return true;
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Forgets everything and counts from the beginning, as a Consul without a disk does.
  public void restart() {
    lock.lock();
    try {
      entries.clear();
      index = 1;
    } finally {
      lock.unlock();
    }
  }

  /// Lets the index go back without telling those who wait.
  public void rewind(long earlier) {
    lock.lock();
    try {
      index = earlier;
    } finally {
      lock.unlock();
    }
  }

  /// Lets those who wait for a change answer at once.
  public void interruptWaiting() {
    lock.lock();
    try {
      interruptions++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Answers nothing until somebody interrupts.
  void hang() {
    lock.lock();
    try {
      int before = interruptions;
      while (interruptions == before) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Answers at once if there is something newer than the index, else after a change or the wait.
  Answer healthy(String service, long since, long waitMillis) {
    lock.lock();
    try {
      int before = interruptions;
      long end = System.nanoTime() + Duration.ofMillis(waitMillis).toNanos();
      expire();
      while (since > 0 && index <= since && interruptions == before) {
        long left = Math.min(end, nextExpiry()) - System.nanoTime();
        if (end <= System.nanoTime()) {
          break;
        }
        boolean _ = changed.await(Math.max(left, 1), TimeUnit.NANOSECONDS);
        expire();
      }
      return new Answer(index, passing(service), interruptions != before);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      lock.unlock();
    }
  }

  private void expire() {
    for (Entry entry : entries.values()) {
      if (entry.state.equals("passing") && entry.deadline <= System.nanoTime()) {
        change(() -> entry.state = "critical");
      }
    }
  }

  private long nextExpiry() {
    return entries.values().stream()
        .filter(entry -> entry.state.equals("passing"))
        .mapToLong(entry -> entry.deadline)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private void change(Runnable what) {
    lock.lock();
    try {
      what.run();
      index++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private List<Map<String, Object>> passing(String service) {
    return entries.values().stream()
        .filter(entry -> entry.instance.service.equals(service) && entry.state.equals("passing"))
        .map(ScriptedCatalogue::json)
        .toList();
  }

  private static Map<String, Object> json(Entry entry) {
    Registered instance = entry.instance;
    return Map.of(
        "Node", Map.of("Node", "here", "Address", "127.0.0.1"),
        "Service",
            Map.of(
                "ID", instance.id,
                "Service", instance.service,
                "Address", instance.address,
                "Port", instance.port,
                "Tags", List.of(),
                "Meta", Map.of()),
        "Checks",
            List.of(
                Map.of(
                    "Node",
                    "here",
                    "CheckID",
                    instance.check,
                    "Name",
                    "sign of life",
                    "Status",
                    entry.state,
                    "Notes",
                    "",
                    "Output",
                    "",
                    "ServiceID",
                    instance.id,
                    "ServiceName",
                    instance.service)));
  }
}
