package io.aramaki.alerting.domain;

import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.alert.AlertKey;
import io.aramaki.alerting.domain.dispatch.Group;
import io.aramaki.alerting.domain.dispatch.Notification;
import io.aramaki.alerting.domain.suppress.Suppression;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What alerting knows, in memory: exactly what is durable. It changes only by applying an [Edit]
/// that was made durable. Not thread-safe: its owner guards it.
public final class Book {
  private final Map<String, Alert> alerts = new LinkedHashMap<>();
  private final Map<AlertKey, Alert> firing = new LinkedHashMap<>();

  /// Alerts that are over, in the order of their ends.
  private final Set<String> past = new LinkedHashSet<>();

  private final Map<String, Long> episodes = new HashMap<>();
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Map<String, Suppression> suppressions = new LinkedHashMap<>();
  private final Map<String, Notification> notifications = new LinkedHashMap<>();
  private final Map<Integer, Long> cursors = new TreeMap<>();

  public Optional<Alert> alert(String id) {
    return Optional.ofNullable(alerts.get(id));
  }

  /// The episode of a problem that fires now.
  public Optional<Alert> firing(AlertKey key) {
    return Optional.ofNullable(firing.get(key));
  }

  /// How often a problem has appeared so far. Never forgotten: others know alerts by it.
  public long episodes(AlertKey key) {
    return episodes.getOrDefault(key.hash(), 0L);
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
    return Collections.unmodifiableCollection(alerts.values());
  }

  /// The alerts that fire.
  public Collection<Alert> firing() {
    return Collections.unmodifiableCollection(firing.values());
  }

  /// The ids of the alerts that are over, the longest first.
  public Collection<String> past() {
    return Collections.unmodifiableSet(past);
  }

  public Collection<Group> groups() {
    return Collections.unmodifiableCollection(groups.values());
  }

  public Collection<Suppression> suppressions() {
    return Collections.unmodifiableCollection(suppressions.values());
  }

  /// What was notified, and how it fares; the oldest first.
  public Collection<Notification> notifications() {
    return Collections.unmodifiableCollection(notifications.values());
  }

  public Map<Integer, Long> cursors() {
    return Map.copyOf(cursors);
  }

  /// Takes what was made durable.
  public void apply(Edit edit) {
    edit.alerts().values().forEach(this::put);
    episodes.putAll(edit.episodes());
    edit.groups()
        .forEach((key, group) ->
            group.ifPresentOrElse(value -> groups.put(key, value), () -> groups.remove(key)));
    suppressions.putAll(edit.suppressions());
    cursors.putAll(edit.cursors());
    edit.notifications().values().forEach(this::put);
    edit.forgottenAlerts().forEach(this::forget);
    edit.forgottenSuppressions().forEach(suppressions::remove);
    edit.forgottenNotifications().forEach(notifications::remove);
  }

  /// Takes a row at the start; alerts that are over in the order of their ends.
  public void put(Alert alert) {
    alerts.put(alert.id(), alert);
    if (alert.firing()) {
      firing.put(alert.key(), alert);
    } else {
      past.add(alert.id());
      firing.computeIfPresent(
          alert.key(), (_, one) -> one.episode() == alert.episode() ? null : one);
    }
  }

  /// Takes a row at the start.
  public void putEpisodes(String keyHash, long number) {
    episodes.put(keyHash, number);
  }

  /// Takes a row at the start.
  public void put(Group group) {
    groups.put(group.key(), group);
  }

  /// Takes a row at the start.
  public void put(Suppression suppression) {
    suppressions.put(suppression.id(), suppression);
  }

  /// Takes a row at the start; the oldest first.
  public void put(Notification notification) {
    notifications.put(notification.key(), notification);
  }

  /// Takes a row at the start.
  public void putCursor(int shard, long seq) {
    cursors.put(shard, seq);
  }

  private void forget(String alertId) {
    alerts.remove(alertId);
    past.remove(alertId);
  }
}
