package io.aramaki.alerting.domain;

import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.alert.AlertKey;
import io.aramaki.alerting.domain.alert.Transition;
import io.aramaki.alerting.domain.dispatch.Group;
import io.aramaki.alerting.domain.dispatch.Notification;
import io.aramaki.alerting.domain.suppress.Suppression;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What a step changes: read through it to see the book as it will be, then make it durable as one
/// batch, then apply it.
public final class Edit {
  /// So many groups may one write hold.
  private static final int GROUPS_MAX = 100;

  private final Book book;
  private final Map<String, Alert> alerts = new LinkedHashMap<>();
  private final Map<String, Long> episodes = new LinkedHashMap<>();
  private final Map<String, Optional<Group>> groups = new LinkedHashMap<>();
  private final Map<String, Suppression> suppressions = new LinkedHashMap<>();
  private final Map<Integer, Long> cursors = new LinkedHashMap<>();
  private final List<Transition> transitions = new ArrayList<>();
  private final Map<String, Notification> notifications = new LinkedHashMap<>();
  private final Set<String> forgottenAlerts = new LinkedHashSet<>();
  private final Set<String> forgottenSuppressions = new LinkedHashSet<>();
  private final Set<String> forgottenNotifications = new LinkedHashSet<>();

  public Edit(Book book) {
    this.book = book;
  }

  public Map<String, Alert> alerts() {
    return alerts;
  }

  /// How often problems have appeared, by the hash of their keys.
  public Map<String, Long> episodes() {
    return episodes;
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

  /// Notifications whose progress changed, by key; those that are CLAIMED are to be sent once the
  /// edit is durable.
  public Map<String, Notification> notifications() {
    return notifications;
  }

  public Set<String> forgottenAlerts() {
    return forgottenAlerts;
  }

  public Set<String> forgottenSuppressions() {
    return forgottenSuppressions;
  }

  public Set<String> forgottenNotifications() {
    return forgottenNotifications;
  }

  /// True once it is as large as one write should be.
  public boolean full() {
    int members =
        groups.values().stream()
            .mapToInt(group -> group.map(one -> one.alertIds().size()).orElse(0))
            .sum();
    return groups.size() >= GROUPS_MAX || members >= Group.ALERTS_MAX;
  }

  public boolean isEmpty() {
    return alerts.isEmpty()
        && groups.isEmpty()
        && suppressions.isEmpty()
        && cursors.isEmpty()
        && notifications.isEmpty()
        && forgottenAlerts.isEmpty()
        && forgottenSuppressions.isEmpty()
        && forgottenNotifications.isEmpty();
  }

  Optional<Alert> alert(String id) {
    return Optional.ofNullable(alerts.get(id)).or(() -> book.alert(id));
  }

  /// The episode of a problem that fires now.
  Optional<Alert> firing(AlertKey key) {
    return alert(key.id(episodes(key))).filter(Alert::firing);
  }

  long episodes(AlertKey key) {
    return Objects.requireNonNullElseGet(episodes.get(key.hash()), () -> book.episodes(key));
  }

  Optional<Group> group(String key) {
    var changed = groups.get(key);
    return changed != null ? changed : book.group(key);
  }

  Optional<Suppression> suppression(String id) {
    return Optional.ofNullable(suppressions.get(id)).or(() -> book.suppression(id));
  }

  long cursor(int shard) {
    return Objects.requireNonNullElseGet(cursors.get(shard), () -> book.cursor(shard));
  }

  void put(Alert.Change change) {
    var alert = change.alert();
    alerts.put(alert.id(), alert);
    transitions.add(change.transition());
    if (alert.episode() > episodes(alert.key())) {
      episodes.put(alert.key().hash(), alert.episode());
    }
  }

  void put(Group group) {
    if (!Optional.of(group).equals(group(group.key()))) {
      groups.put(group.key(), Optional.of(group));
    }
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
    notifications.put(notification.key(), notification);
  }

  void forgetAlerts(Collection<String> ids) {
    forgottenAlerts.addAll(ids);
  }

  void forgetSuppressions(Collection<String> ids) {
    forgottenSuppressions.addAll(ids);
  }

  void forgetNotifications(Collection<String> keys) {
    forgottenNotifications.addAll(keys);
  }
}
