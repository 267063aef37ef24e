package io.aramaki.alerting.domain.dispatch;

import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.route.Route;
import io.aramaki.alerting.domain.route.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Alerts that one receiver hears of together, and what it has heard. At most one message of a
/// group is under way at a time, so a resolved never overtakes its firing.
///
/// The ticker is fixed: first look after `group_wait`, then every `group_interval`. At a look
/// (Alertmanager's rules): new firing → send; nothing firing but earlier was → send resolved; newly
/// resolved → send if the receiver wants that; else if the last message is older than
/// `repeat_interval` → repeat; else nothing.
///
/// @param key the route and the labels, `{}/0:{check="http"}`, with the receiver
/// @param alertIds its alerts, by id of the episode
/// @param due when it is looked at next
/// @param told what the receiver knows, by id of the episode
/// @param lastSent when the receiver last took a message
/// @param flush counts its messages
/// @param outstanding the message under way
public record Group(
    String key,
    String receiver,
    Timers timers,
    Map<String, String> labels,
    Set<String> alertIds,
    Instant due,
    Map<String, Told> told,
    Optional<Instant> lastSent,
    long flush,
    Optional<Notification> outstanding) {

  /// After so long without success a message is UNDELIVERED and tried hourly.
  public static final Duration UNDELIVERED_AFTER = Duration.ofHours(1);

  public Group {
    labels = Map.copyOf(labels);
    alertIds = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(alertIds));
    told = Map.copyOf(told);
  }

  /// An empty group that is first looked at after its `group_wait`.
  public static Group open(Route route, Map<String, String> alertLabels, Instant now) {
    var labels = route.groupLabels(alertLabels);
    return new Group(
        key(route, labels),
        route.receiver(),
        route.timers(),
        labels,
        Set.of(),
        now.plus(route.timers().groupWait()),
        Map.of(),
        Optional.empty(),
        0,
        Optional.empty());
  }

  /// The key of the group that an alert with these labels belongs to at a route.
  public static String key(Route route, Map<String, String> groupLabels) {
    var text = new StringBuilder(route.path()).append(":{");
    groupLabels.forEach(
        (name, value) -> text.append(name).append("=\"").append(value).append("\","));
    if (!groupLabels.isEmpty()) {
      text.setLength(text.length() - 1);
    }
    return text.append("}@").append(route.receiver()).toString();
  }

  public Group add(String alertId) {
    var ids = new LinkedHashSet<>(alertIds);
    ids.add(alertId);
    return new Group(key, receiver, timers, labels, ids, due, told, lastSent, flush, outstanding);
  }

  /// When something is to be done about the group: a look, or the next try of the message under
  /// way.
  public Instant next() {
    return outstanding
        .map(message ->
            switch (message.progress()) {
              case Notification.Progress.Retrying retrying -> retrying.next();
              case Notification.Progress.Undelivered undelivered -> undelivered.next();
              case Notification.Progress.Claimed _, Notification.Progress.Sent _ -> Instant.MAX;
            })
        .orElse(due);
  }

  /// Looks at the group when it is due: the next group, perhaps with a message under way.
  ///
  /// @param alerts its alerts, as they are now
  /// @param suppressed whether an alert must not notify now
  public Group look(
      Collection<Alert> alerts, Predicate<Alert> suppressed, boolean sendResolved, Instant now) {
    var ticked = tick(now);
    var message = ticked.message(alerts, suppressed, sendResolved, now);
    if (message.isEmpty()) {
      return ticked.forget(alerts);
    }
    return ticked.sending(message.get());
  }

  /// Tries the message under way again with what stands now: the same message, a newer one, or none
  /// if there is nothing to say any more.
  public Group retry(
      Collection<Alert> alerts, Predicate<Alert> suppressed, boolean sendResolved, Instant now) {
    var before = outstanding.orElseThrow();
    var free = with(due, told, lastSent, flush, Optional.empty());
    var message = free.message(alerts, suppressed, sendResolved, now);
    if (message.isEmpty()) {
      return free.forget(alerts);
    }
    boolean same =
        ids(message.get().firing()).equals(ids(before.firing()))
            && ids(message.get().resolved()).equals(ids(before.resolved()));
    if (same) {
      var again =
          before.with(new Notification.Progress.Claimed(now), before.attempts(), before.error());
      return with(due, told, lastSent, flush, Optional.of(again));
    }
    return free.sending(message.get().since(before));
  }

  /// Takes the outcome of the message under way.
  ///
  /// @param wait how long until the next try if this one failed
  public Group outcome(Outcome outcome, Duration wait, Instant now) {
    var message = outstanding.orElseThrow();
    return switch (outcome) {
      case Outcome.Accepted _ ->
          with(due, toldAfter(message, true), Optional.of(now), flush, Optional.empty());
      case Outcome.NotReached failure -> failed(message, told, failure.why(), wait, now);
      case Outcome.Unclear failure ->
          failed(message, toldAfter(message, false), failure.why(), wait, now);
    };
  }

  /// Takes over a group whose sender is gone: what became of its message is not known.
  public Group recover(Instant now) {
    if (outstanding.isPresent()
        && outstanding.get().progress() instanceof Notification.Progress.Claimed) {
      return outcome(new Outcome.Unclear("the sender was interrupted"), Duration.ZERO, now);
    }
    return this;
  }

  /// True if there is nothing left to say about it.
  public boolean over(Collection<Alert> alerts) {
    return outstanding.isEmpty() && told.isEmpty() && alerts.stream().noneMatch(Alert::firing);
  }

  private Optional<Notification> message(
      Collection<Alert> alerts, Predicate<Alert> suppressed, boolean sendResolved, Instant now) {
    var firing =
        alerts.stream().filter(Alert::firing).filter(alert -> !suppressed.test(alert)).toList();
    var ended =
        alerts.stream().filter(alert -> !alert.firing() && told.containsKey(alert.id())).toList();
    var open = firing.stream().filter(alert -> !alert.acknowledged()).toList();
    boolean fresh = open.stream().anyMatch(this::news);
    boolean allOver = firing.isEmpty() && !ended.isEmpty();
    boolean repeat =
        !open.isEmpty()
            && lastSent.isPresent()
            && !lastSent.get().plus(timers.repeatInterval()).isAfter(now);
    if (fresh || (sendResolved && (allOver || !ended.isEmpty())) || repeat) {
      var said = new ArrayList<>(firing);
      said.removeIf(alert -> alert.acknowledged() && !told.containsKey(alert.id()));
      return Optional.of(
          Notification.of(this, flush + 1, said, sendResolved ? ended : List.of(), now));
    }
    return Optional.empty();
  }

  private boolean news(Alert alert) {
    var known = told.get(alert.id());
    return known == null || !known.certain() || known.severity() != alert.severity();
  }

  private Group sending(Notification message) {
    return with(due, told, lastSent, message.flush(), Optional.of(message));
  }

  private Group failed(
      Notification message, Map<String, Told> known, String why, Duration wait, Instant now) {
    int tries = message.attempts() + 1;
    boolean undelivered = Duration.between(message.create(), now).compareTo(UNDELIVERED_AFTER) >= 0;
    var progress =
        undelivered
            ? new Notification.Progress.Undelivered(now.plus(UNDELIVERED_AFTER))
            : new Notification.Progress.Retrying(now.plus(wait));
    return with(due, known, lastSent, flush, Optional.of(message.with(progress, tries, why)));
  }

  private Map<String, Told> toldAfter(Notification message, boolean certain) {
    var next = new LinkedHashMap<>(told);
    message.firing().forEach(alert -> next.put(alert.id(), new Told(alert.severity(), certain)));
    if (certain) {
      message.resolved().forEach(alert -> next.remove(alert.id()));
    }
    return next;
  }

  /// Drops what is over and was never told, or need not be told.
  private Group forget(Collection<Alert> alerts) {
    var ids = new LinkedHashSet<>(alertIds);
    var known = new LinkedHashMap<>(told);
    for (var alert : alerts) {
      if (!alert.firing()) {
        known.remove(alert.id());
        ids.remove(alert.id());
      }
    }
    return new Group(key, receiver, timers, labels, ids, due, known, lastSent, flush, outstanding);
  }

  private Group tick(Instant now) {
    var next = due;
    if (!next.isAfter(now)) {
      long interval = timers.groupInterval().toMillis();
      long passed = Duration.between(next, now).toMillis() / interval;
      next = next.plusMillis((passed + 1) * interval);
    }
    return with(next, told, lastSent, flush, outstanding);
  }

  private Group with(
      Instant nextDue,
      Map<String, Told> known,
      Optional<Instant> sent,
      long count,
      Optional<Notification> message) {
    return new Group(key, receiver, timers, labels, alertIds, nextDue, known, sent, count, message);
  }

  private static Set<String> ids(List<Alert> alerts) {
    var ids = new LinkedHashSet<String>();
    alerts.forEach(alert -> ids.add(alert.id() + alert.severity()));
    return ids;
  }
}
