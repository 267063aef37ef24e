package io.aramaki.alerting.domain;

import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.dispatch.Group;
import io.aramaki.alerting.domain.dispatch.Notification;
import io.aramaki.alerting.domain.dispatch.Outcome;
import io.aramaki.alerting.domain.route.Route;
import io.aramaki.alerting.domain.suppress.Suppression;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What happens to alerts. Each method is one step: it writes into an edit what changes, and
/// nothing else. Time comes in as an argument and never goes back.
public final class Alerting {
  private final Book book;
  private final Route root;
  private final Receivers receivers;
  private final Members members;

  public Alerting(Book book, Route root, Receivers receivers) {
    this.book = book;
    this.root = root;
    this.receivers = receivers;
    this.members = new Members(book, root);
  }

  /// Takes a state change; one that was taken before changes nothing.
  public void take(Edit edit, StateChange change, Instant now) {
    if (change.seq() <= edit.cursor(change.shard())) {
      return;
    }
    edit.cursor(change.shard(), change.seq());
    if (!change.hard()) {
      return;
    }
    var standing = edit.firing(change.key());
    if (change.problem().isEmpty()) {
      standing.ifPresent(
          alert -> edit.put(alert.resolve("", change.output(), change.traceparent(), now)));
      return;
    }
    var problem = change.problem().get();
    var next =
        standing.isPresent()
            ? standing.get().observe(problem, now)
            : Optional.of(Alert.fire(change.key(), edit.episodes(change.key()) + 1, problem, now));
    next.ifPresent(changed -> {
      edit.put(changed);
      enlist(edit, changed.alert(), now);
    });
  }

  /// Somebody takes an alert.
  ///
  /// @param etag the one that is expected; empty for any
  public Alert acknowledge(
      Edit edit, String id, String etag, Alert.Acknowledgement acknowledgement) {
    var alert = find(edit, id, etag);
    if (!alert.firing()) {
      throw new AlertingException.AlertNotFiring(id);
    }
    var change = alert.acknowledge(acknowledgement);
    change.ifPresent(edit::put);
    return change.map(Alert.Change::alert).orElse(alert);
  }

  /// Somebody resolves an alert by hand; a second time changes nothing.
  ///
  /// @param etag the one that is expected; empty for any
  public Alert resolve(
      Edit edit, String id, String etag, String actor, String comment, Instant now) {
    var alert = find(edit, id, etag);
    if (!alert.firing()) {
      return alert;
    }
    var change = alert.resolve(actor, comment, alert.traceparent(), now);
    edit.put(change);
    return change.alert();
  }

  /// Makes a suppression; one with the same id is the answer to a retry.
  public Suppression suppress(Edit edit, Suppression suppression) {
    var known = edit.suppression(suppression.id());
    if (known.isPresent()) {
      return known.get();
    }
    if (book.suppressions().size() >= Housekeeping.SUPPRESSIONS_MAX) {
      throw new AlertingException.TooManySuppressions(Housekeeping.SUPPRESSIONS_MAX);
    }
    edit.put(suppression);
    return suppression;
  }

  /// Ends a suppression now; what still stands notifies at the next look at its group.
  public Suppression expire(Edit edit, String id, Instant now) {
    var suppression =
        edit.suppression(id).orElseThrow(() -> new AlertingException.SuppressionNotFound(id));
    var ended = suppression.expire(now);
    ended.ifPresent(edit::put);
    return ended.orElse(suppression);
  }

  /// Looks at groups that are due, those that wait longest first, as many as fit into one write.
  public void tick(Edit edit, Instant now) {
    for (var group : due(now)) {
      if (edit.full()) {
        return;
      }
      look(edit, group, now);
    }
  }

  /// Takes what became of a message that was sent. If it is not under way any more, nothing
  /// changes; nor does anything if a try is not the one that is under way now: its end was taken
  /// before, only the answer of the store was lost, and a later try may have begun. That the
  /// receiver took it counts for each try.
  ///
  /// @param sent as it was claimed
  public void outcome(Edit edit, Notification sent, Outcome outcome, Duration wait, Instant now) {
    var group = edit.group(sent.groupKey()).orElse(null);
    if (group == null) {
      return;
    }
    var message = group.outstanding().filter(one -> one.key().equals(sent.key())).orElse(null);
    if (message == null) {
      return;
    }
    boolean thisTry = message.claimed() && message.attempts() == sent.attempts();
    if (!(outcome instanceof Outcome.Accepted) && !thisTry) {
      return;
    }
    var next = group.outcome(outcome, wait, now);
    edit.put(next.outstanding().orElseGet(() -> message.sent(now)));
    keep(edit, next, now);
  }

  /// Goes on after a start, a takeover, or a change of the configuration: what the senders of
  /// before did last is not known, and every alert that fires is in the groups where it belongs.
  /// Does as much as fits into one write; where all is well already, it changes nothing.
  ///
  /// @param sending the keys of notifications that a sender of this process has
  public void recover(Edit edit, Predicate<String> sending, Instant now) {
    for (var group : book.groups()) {
      if (edit.full()) {
        return;
      }
      recover(edit, group, sending, now);
    }
    for (var alert : book.firing()) {
      if (edit.full()) {
        return;
      }
      enlist(edit, alert, now);
    }
  }

  private void recover(Edit edit, Group group, Predicate<String> sending, Instant now) {
    var message = group.outstanding();
    if (!receivers.knows(group.receiver())) {
      message.ifPresent(one -> edit.forgetNotifications(List.of(one.key())));
      edit.drop(group);
    } else if (message.filter(one -> one.claimed() && !sending.test(one.key())).isPresent()) {
      var next = group.recover(now);
      next.outstanding().ifPresent(edit::put);
      edit.put(next);
    }
  }

  /// Forgets what nobody will ask for again.
  public void tidy(Edit edit, Instant now) {
    new Housekeeping(book).tidy(edit, now);
  }

  /// When the next group is due; empty if there is none.
  public Optional<Instant> next() {
    return book.groups().stream().map(Group::next).min(Comparator.naturalOrder());
  }

  /// The suppressions that keep an alert from notifying now.
  public List<Suppression> suppressing(Alert alert, Instant now) {
    return members.suppressing(alert, now);
  }

  private List<Group> due(Instant now) {
    var due = new ArrayList<Group>();
    for (var group : book.groups()) {
      if (!group.next().isAfter(now)) {
        due.add(group);
      }
    }
    due.sort(Comparator.comparing(Group::next));
    return due;
  }

  private void look(Edit edit, Group group, Instant now) {
    var next =
        group.look(members.of(edit, group, now), receivers.tellsResolved(group.receiver()), now);
    group
        .outstanding()
        .filter(
            before -> next.outstanding().filter(one -> one.key().equals(before.key())).isEmpty())
        .ifPresent(before -> edit.forgetNotifications(List.of(before.key())));
    next.outstanding().ifPresent(edit::put);
    keep(edit, next, now);
  }

  /// A part stays while a later one stands, so that whoever counts through the parts finds them
  /// all.
  private void keep(Edit edit, Group next, Instant now) {
    if (edit.group(next.nextPart()).isEmpty() && next.over(members.of(edit, next, now))) {
      edit.drop(next);
    } else {
      edit.put(next);
    }
  }

  /// Puts an alert that fires into the groups where its labels lead it: the part that has it, or
  /// the first one with room.
  private void enlist(Edit edit, Alert alert, Instant now) {
    for (var route : root.match(alert.labels())) {
      var group = part(edit, route, alert, now);
      edit.put(group.under(route.timers()).add(alert.id()));
    }
  }

  private static Group part(Edit edit, Route route, Alert alert, Instant now) {
    var roomy = Optional.<Group>empty();
    for (int part = 1; ; part++) {
      var group = edit.group(Group.key(route, alert.labels(), part));
      if (group.isEmpty()) {
        return roomy.orElse(Group.open(route, alert.labels(), part, now));
      }
      if (group.get().alertIds().contains(alert.id())) {
        return group.get();
      }
      if (roomy.isEmpty() && !group.get().full()) {
        roomy = group;
      }
    }
  }

  private static Alert find(Edit edit, String id, String etag) {
    var alert = edit.alert(id).orElseThrow(() -> new AlertingException.AlertNotFound(id));
    if (!etag.isEmpty() && !etag.equals(alert.etag())) {
      throw new AlertingException.StaleEtag(id, etag, alert.etag());
    }
    return alert;
  }
}
