package io.aramaki.alerting.domain;

import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.alert.AlertKey;
import io.aramaki.alerting.domain.dispatch.Group;
import io.aramaki.alerting.domain.suppress.Suppression;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What alerting knows, in memory: exactly what is durable. It changes only by applying an [Edit]
/// that was made durable. Not thread-safe: its owner guards it.
public final class Book {
  private final Map<String, Alert> alerts = new LinkedHashMap<>();
  private final Map<AlertKey, Alert> newest = new LinkedHashMap<>();
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Map<String, Suppression> suppressions = new LinkedHashMap<>();
  private final Map<Integer, Long> cursors = new TreeMap<>();

  public Optional<Alert> alert(String id) {
    return Optional.ofNullable(alerts.get(id));
  }

  /// The newest episode of a problem.
  public Optional<Alert> newest(AlertKey key) {
    return Optional.ofNullable(newest.get(key));
  }

  public Optional<Group> group(String key) {
    return Optional.ofNullable(groups.get(key));
  }

  public Optional<Suppression> suppression(String id) {
    return Optional.ofNullable(suppressions.get(id));
  }

  /// Up to which position the state changes of a shard of monitoring were taken; 0 if none was.
  public long cursor(int shard) {
    return cursors.getOrDefault(shard, 0L);
  }

  public Collection<Alert> alerts() {
    return alerts.values();
  }

  public Collection<Group> groups() {
    return groups.values();
  }

  public Collection<Suppression> suppressions() {
    return suppressions.values();
  }

  public Map<Integer, Long> cursors() {
    return Map.copyOf(cursors);
  }

  /// Takes what was made durable.
  public void apply(Edit edit) {
    edit.alerts().values().forEach(this::put);
    edit.groups()
        .forEach((key, group) ->
            group.ifPresentOrElse(value -> groups.put(key, value), () -> groups.remove(key)));
    suppressions.putAll(edit.suppressions());
    cursors.putAll(edit.cursors());
  }

  /// Takes a row at the start.
  public void put(Alert alert) {
    alerts.put(alert.id(), alert);
    newest.merge(alert.key(), alert, (one, other) -> one.episode() > other.episode() ? one : other);
  }

  /// Takes a row at the start.
  public void put(Group group) {
    groups.put(group.key(), group);
  }

  /// Takes a row at the start.
  public void put(Suppression suppression) {
    suppressions.put(suppression.id(), suppression);
  }

  /// Takes a row at the start.
  public void putCursor(int shard, long seq) {
    cursors.put(shard, seq);
  }

  /// Forgets an episode that is over; its row expires by itself.
  public void forget(String alertId) {
    var alert = alerts.remove(alertId);
    if (alert != null) {
      newest.remove(alert.key(), alert);
    }
  }
}
