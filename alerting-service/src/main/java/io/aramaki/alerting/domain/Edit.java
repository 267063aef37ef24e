package io.aramaki.alerting.domain;

import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.alert.AlertKey;
import io.aramaki.alerting.domain.alert.Transition;
import io.aramaki.alerting.domain.dispatch.Group;
import io.aramaki.alerting.domain.dispatch.Notification;
import io.aramaki.alerting.domain.suppress.Suppression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What a step changes: read through it to see the book as it will be, then make it durable as one
/// batch, then apply it.
public final class Edit {
  private final Book book;
  private final Map<String, Alert> alerts = new LinkedHashMap<>();
  private final Map<String, Optional<Group>> groups = new LinkedHashMap<>();
  private final Map<String, Suppression> suppressions = new LinkedHashMap<>();
  private final Map<Integer, Long> cursors = new LinkedHashMap<>();
  private final List<Transition> transitions = new ArrayList<>();
  private final List<Notification> notifications = new ArrayList<>();

  public Edit(Book book) {
    this.book = book;
  }

  public Map<String, Alert> alerts() {
    return alerts;
  }

  /// Groups by key; empty for one that is over.
  public Map<String, Optional<Group>> groups() {
    return groups;
  }

  public Map<String, Suppression> suppressions() {
    return suppressions;
  }

  public Map<Integer, Long> cursors() {
    return cursors;
  }

  /// New entries of histories.
  public List<Transition> transitions() {
    return transitions;
  }

  /// Notifications whose progress changed, for the record; those that are CLAIMED are to be sent
  /// once the edit is durable.
  public List<Notification> notifications() {
    return notifications;
  }

  public boolean isEmpty() {
    return alerts.isEmpty()
        && groups.isEmpty()
        && suppressions.isEmpty()
        && cursors.isEmpty()
        && notifications.isEmpty();
  }

  Optional<Alert> alert(String id) {
    return Optional.ofNullable(alerts.get(id)).or(() -> book.alert(id));
  }

  Optional<Alert> newest(AlertKey key) {
    return alerts.values().stream()
        .filter(alert -> alert.key().equals(key))
        .reduce((one, other) -> one.episode() > other.episode() ? one : other)
        .or(() -> book.newest(key));
  }

  Optional<Group> group(String key) {
    var changed = groups.get(key);
    return changed != null ? changed : book.group(key);
  }

  long cursor(int shard) {
    return Objects.requireNonNullElseGet(cursors.get(shard), () -> book.cursor(shard));
  }

  void put(Alert.Change change) {
    alerts.put(change.alert().id(), change.alert());
    transitions.add(change.transition());
  }

  void put(Group group) {
    groups.put(group.key(), Optional.of(group));
  }

  void drop(Group group) {
    groups.put(group.key(), Optional.empty());
  }

  void put(Suppression suppression) {
    suppressions.put(suppression.id(), suppression);
  }

  void cursor(int shard, long seq) {
    cursors.put(shard, seq);
  }

  void put(Notification notification) {
    notifications.add(notification);
  }
}
