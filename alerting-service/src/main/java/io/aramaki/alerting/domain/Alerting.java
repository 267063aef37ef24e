package io.aramaki.alerting.domain;

import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.dispatch.Group;
import io.aramaki.alerting.domain.dispatch.Outcome;
import io.aramaki.alerting.domain.route.Route;
import io.aramaki.alerting.domain.suppress.Suppression;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What happens to alerts. Each method is one step: it writes into an edit what changes, and
/// nothing else. Time comes in as an argument and never goes back.
public final class Alerting {
  private final Book book;
  private final Route root;
  private final Set<String> withoutResolved;

  /// @param withoutResolved the receivers that do not want to hear that a problem is over
  public Alerting(Book book, Route root, Set<String> withoutResolved) {
    this.book = book;
    this.root = root;
    this.withoutResolved = Set.copyOf(withoutResolved);
  }

  /// Takes a state change; one that was taken before changes nothing.
  ///
  /// @throws IllegalStateException if changes of the shard are missing before it
  public void take(Edit edit, StateChange change, Instant now) {
    long cursor = edit.cursor(change.shard());
    if (change.seq() <= cursor) {
      return;
    }
    edit.cursor(change.shard(), change.seq());
    if (!change.hard()) {
      return;
    }
    var standing = edit.newest(change.key()).filter(Alert::firing);
    if (change.problem().isEmpty()) {
      standing.ifPresent(alert ->
          changed(edit, alert.resolve("", change.output(), change.traceparent(), now), now));
      return;
    }
    var problem = change.problem().get();
    if (standing.isPresent()) {
      standing.get().observe(problem, now).ifPresent(next -> changed(edit, next, now));
    } else {
      long episode = edit.newest(change.key()).map(Alert::episode).orElse(0L) + 1;
      changed(edit, Alert.fire(change.key(), episode, problem, now), now);
    }
  }

  /// Somebody takes an alert.
  public Alert acknowledge(Edit edit, String id, String owner, String comment, Instant now) {
    var alert = find(edit, id);
    if (!alert.firing()) {
      throw new AlertingException.AlertNotFiring(id);
    }
    var change = alert.acknowledge(owner, comment, now);
    change.ifPresent(edit::put);
    return change.map(Alert.Change::alert).orElse(alert);
  }

  /// Somebody resolves an alert by hand; a second time changes nothing.
  public Alert resolve(Edit edit, String id, String actor, String comment, Instant now) {
    var alert = find(edit, id);
    if (!alert.firing()) {
      return alert;
    }
    var change = alert.resolve(actor, comment, alert.traceparent(), now);
    changed(edit, change, now);
    return change.alert();
  }

  /// Makes a suppression.
  public void suppress(Edit edit, Suppression suppression) {
    edit.put(suppression);
  }

  /// Ends a suppression now; what still stands notifies at the next look at its group.
  public Suppression expire(Edit edit, String id, Instant now) {
    var suppression =
        book.suppression(id).orElseThrow(() -> new AlertingException.SuppressionNotFound(id));
    var ended = suppression.expire(now);
    ended.ifPresent(edit::put);
    return ended.orElse(suppression);
  }

  /// Looks at every group that is due.
  ///
  /// @param limit the most groups that one step looks at
  public void tick(Edit edit, Instant now, int limit) {
    var due = new ArrayList<Group>();
    for (var group : book.groups()) {
      if (due.size() < limit && !group.next().isAfter(now)) {
        due.add(group);
      }
    }
    for (var group : due) {
      var alerts = alerts(edit, group);
      boolean tellResolved = !withoutResolved.contains(group.receiver());
      var next =
          group.outstanding().isPresent()
              ? group.retry(alerts, alert -> suppressed(alert, now), tellResolved, now)
              : group.look(alerts, alert -> suppressed(alert, now), tellResolved, now);
      keep(edit, next, alerts);
    }
  }

  /// Takes what became of the message of a group; an outcome of a message that is not under way any
  /// more changes nothing.
  public void outcome(
      Edit edit,
      String groupKey,
      String notificationKey,
      Outcome outcome,
      Duration wait,
      Instant now) {
    var found = edit.group(groupKey);
    if (found.isEmpty()
        || found
            .get()
            .outstanding()
            .filter(message -> message.key().equals(notificationKey))
            .isEmpty()) {
      return;
    }
    var next = found.get().outcome(outcome, wait, now);
    next.outstanding()
        .ifPresentOrElse(
            edit::put,
            () -> found.get().outstanding().ifPresent(message -> edit.put(message.sent(now))));
    var alerts = alerts(edit, next);
    if (next.over(alerts)) {
      edit.drop(next);
    } else {
      edit.put(next);
    }
  }

  /// Takes over from another instance: what its senders did last is not known.
  public void recover(Edit edit, Instant now) {
    for (var group : book.groups()) {
      var next = group.recover(now);
      if (!next.equals(group)) {
        edit.put(next);
      }
    }
  }

  /// When the next group is due; empty if there is none.
  public Optional<Instant> next() {
    return book.groups().stream().map(Group::next).min(Instant::compareTo);
  }

  /// The suppressions that keep an alert from notifying now.
  public List<Suppression> suppressing(Alert alert, Instant now) {
    return book.suppressions().stream()
        .filter(suppression -> suppression.suppresses(alert, now))
        .toList();
  }

  private boolean suppressed(Alert alert, Instant now) {
    return book.suppressions().stream().anyMatch(suppression -> suppression.suppresses(alert, now));
  }

  private void changed(Edit edit, Alert.Change change, Instant now) {
    edit.put(change);
    var alert = change.alert();
    for (var route : root.match(alert.labels())) {
      var key = Group.key(route, route.groupLabels(alert.labels()));
      var group = edit.group(key);
      if (group.isEmpty() && alert.firing()) {
        edit.put(Group.open(route, alert.labels(), now).add(alert.id()));
      } else if (group.isPresent() && !group.get().alertIds().contains(alert.id())) {
        edit.put(group.get().add(alert.id()));
      }
    }
  }

  private void keep(Edit edit, Group next, Collection<Alert> alerts) {
    if (next.over(alerts)) {
      edit.drop(next);
      return;
    }
    edit.put(next);
    next.outstanding().ifPresent(edit::put);
  }

  private static Collection<Alert> alerts(Edit edit, Group group) {
    return group.alertIds().stream().map(edit::alert).flatMap(Optional::stream).toList();
  }

  private static Alert find(Edit edit, String id) {
    return edit.alert(id).orElseThrow(() -> new AlertingException.AlertNotFound(id));
  }
}
