package io.aramaki.alerting.domain.dispatch;

import io.aramaki.alerting.domain.route.Route;
import io.aramaki.alerting.domain.route.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Alerts that one receiver hears of together, and what it has heard. At most one message of a
/// group is under way at a time, so a resolved never overtakes its firing.
///
/// The ticker is fixed: first look after `group_wait`, then every `group_interval`. At a look
/// (Alertmanager's rules): new firing → send; nothing firing but earlier was → send resolved; newly
/// resolved → send if the receiver wants that; else if the last message is older than
/// `repeat_interval` → repeat; else nothing.
///
/// @param key the route, the labels, and the receiver: `{}/0:{check="http"}@ops`
/// @param part from 1; a group that is full goes on in the next part
/// @param alertIds its alerts, by id of the episode
/// @param due when it is looked at next
/// @param told what the receiver knows, by id of the episode
/// @param lastSent when the receiver last took a message
/// @param flush counts its messages
/// @param outstanding the message under way
public record Group(
    String key,
    String receiver,
    int part,
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

  /// The most alerts of one part: it is one row.
  public static final int ALERTS_MAX = 5_000;

  public Group {
    labels = Map.copyOf(labels);
    alertIds = Collections.unmodifiableSet(new LinkedHashSet<>(alertIds));
    told = Map.copyOf(told);
  }

  /// An empty group that is first looked at after its `group_wait`.
  ///
  /// @param part from 1
  public static Group open(Route route, Map<String, String> alertLabels, int part, Instant now) {
    var labels = route.groupLabels(alertLabels);
    return new Group(
        key(route, alertLabels, part),
        route.receiver(),
        part,
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
  public static String key(Route route, Map<String, String> alertLabels, int part) {
    var text = new StringBuilder(route.path()).append(":{");
    var separator = "";
    for (var label : route.groupLabels(alertLabels).entrySet()) {
      text.append(separator).append(label.getKey()).append('=').append(quoted(label.getValue()));
      separator = ",";
    }
    text.append("}@").append(route.receiver());
    return part == 1 ? text.toString() : text.append('#').append(part).toString();
  }

  /// The key of the part behind this one.
  public String nextPart() {
    var first = part == 1 ? key : key.substring(0, key.lastIndexOf('#'));
    return first + '#' + (part + 1);
  }

  /// This group with an alert more.
  public Group add(String alertId) {
    var ids = new LinkedHashSet<>(alertIds);
    ids.add(alertId);
    return new Group(
        key, receiver, part, timers, labels, ids, due, told, lastSent, flush, outstanding);
  }

  public boolean full() {
    return alertIds.size() >= ALERTS_MAX;
  }

  /// This group under the timers of a changed configuration.
  public Group under(Timers changed) {
    return new Group(
        key, receiver, part, changed, labels, alertIds, due, told, lastSent, flush, outstanding);
  }

  /// When something is to be done about the group: a look, or the next try of the message under
  /// way.
  public Instant next() {
    return outstanding
        .map(message ->
            switch (message.progress()) {
              case Notification.Progress.Retrying retrying -> retrying.next();
              case Notification.Progress.Undelivered undelivered ->
                  undelivered.next().isBefore(due) ? undelivered.next() : due;
              case Notification.Progress.Claimed _, Notification.Progress.Sent _ -> Instant.MAX;
            })
        .orElse(due);
  }

  /// Looks at the group when it is due: the next group, perhaps with a message under way. A message
  /// that waits for its next try is made again of what stands now: it stays the same message with
  /// the same key, or is a newer one, or goes if there is nothing to say any more. One that is
  /// UNDELIVERED waits for its hour, unless there is something new to say.
  ///
  /// @param members its alerts, as they are now
  /// @param tellsResolved whether the receiver wants to hear that a problem is over
  public Group look(Collection<Member> members, boolean tellsResolved, Instant now) {
    var settled = tick(now).settle(members, tellsResolved);
    return settled.with(settled.told, settled.lastSent, settled.wanted(members, now));
  }

  /// Takes the outcome of the message under way.
  ///
  /// @param wait how long until the next try if this one failed
  public Group outcome(Outcome outcome, Duration wait, Instant now) {
    var message = outstanding.orElseThrow();
    return switch (outcome) {
      case Outcome.Accepted _ -> with(toldAfter(message, true), Optional.of(now), Optional.empty());
      case Outcome.NotReached failure ->
          with(told, lastSent, Optional.of(failed(message, failure.why(), wait, now)));
      case Outcome.Unclear failure ->
          with(
              toldAfter(message, false),
              lastSent,
              Optional.of(failed(message, failure.why(), wait, now)));
    };
  }

  /// Takes over a group whose sender is gone: what became of its message is not known.
  public Group recover(Instant now) {
    return outcome(new Outcome.Unclear("the sender was interrupted"), Duration.ZERO, now);
  }

  /// True if there is nothing left to say about it.
  public boolean over(Collection<Member> members) {
    return outstanding.isEmpty() && told.isEmpty() && members.stream().noneMatch(Member::stands);
  }

  /// Lets go of what need not be told any more, and doubts what the receiver knows of an alert that
  /// is held: when it is free again, it is told again.
  private Group settle(Collection<Member> members, boolean tellsResolved) {
    var ids = new LinkedHashSet<String>();
    var known = new LinkedHashMap<String, Told>();
    for (var member : members) {
      var before = Optional.ofNullable(told.get(member.id()));
      var after =
          switch (member.standing()) {
            case OPEN, ACKNOWLEDGED -> before;
            case HELD -> before.map(Told::doubtful);
            case OVER -> before.filter(_ -> tellsResolved);
            case ELSEWHERE -> Optional.<Told>empty();
          };
      after.ifPresent(value -> known.put(member.id(), value));
      if (member.stands() || after.isPresent()) {
        ids.add(member.id());
      }
    }
    return new Group(
        key, receiver, part, timers, labels, ids, due, known, lastSent, flush, outstanding);
  }

  private Optional<Notification> wanted(Collection<Member> members, Instant now) {
    boolean fresh = members.stream().anyMatch(member -> member.open() && news(member));
    boolean repeat =
        members.stream().anyMatch(Member::open)
            && lastSent
                .filter(sent -> !sent.plus(timers.repeatInterval()).isAfter(now))
                .isPresent();
    var resolved = subjects(members, this::resolved);
    if (!fresh && !repeat && resolved.isEmpty()) {
      return Optional.empty();
    }
    var firing = subjects(members, this::shown);
    var before = outstanding.filter(message -> message.says(firing, resolved));
    if (before.isPresent()) {
      var again = before.get();
      if (again.progress() instanceof Notification.Progress.Undelivered late
          && late.next().isAfter(now)) {
        return before;
      }
      return Optional.of(
          again.with(new Notification.Progress.Claimed(now), again.attempts(), again.error()));
    }
    var message = Notification.of(this, flush + 1, firing, resolved, now);
    return Optional.of(outstanding.map(message::since).orElse(message));
  }

  private boolean news(Member member) {
    var known = told.get(member.id());
    return known == null || !known.certain() || known.severity() != member.alert().severity();
  }

  private boolean shown(Member member) {
    return switch (member.standing()) {
      case OPEN -> true;
      case ACKNOWLEDGED -> told.containsKey(member.id());
      case HELD, OVER, ELSEWHERE -> false;
    };
  }

  private boolean resolved(Member member) {
    return member.standing() == Standing.OVER && told.containsKey(member.id());
  }

  private static List<Subject> subjects(
      Collection<Member> members, java.util.function.Predicate<Member> which) {
    return members.stream().filter(which).map(member -> Subject.of(member.alert())).toList();
  }

  private static Notification failed(Notification message, String why, Duration wait, Instant now) {
    boolean late = Duration.between(message.create(), now).compareTo(UNDELIVERED_AFTER) >= 0;
    var progress =
        late
            ? new Notification.Progress.Undelivered(now.plus(UNDELIVERED_AFTER))
            : new Notification.Progress.Retrying(now.plus(wait));
    return message.with(progress, message.attempts() + 1, why);
  }

  private Map<String, Told> toldAfter(Notification message, boolean certain) {
    var next = new LinkedHashMap<>(told);
    message
        .firing()
        .forEach(subject -> next.put(subject.alertId(), new Told(subject.severity(), certain)));
    if (certain) {
      message.resolved().forEach(subject -> next.remove(subject.alertId()));
    }
    return next;
  }

  private Group tick(Instant now) {
    var next = due;
    if (!next.isAfter(now)) {
      long interval = timers.groupInterval().toMillis();
      long passed = Duration.between(next, now).toMillis() / interval;
      next = next.plusMillis((passed + 1) * interval);
    }
    return new Group(
        key, receiver, part, timers, labels, alertIds, next, told, lastSent, flush, outstanding);
  }

  private Group with(
      Map<String, Told> known, Optional<Instant> sent, Optional<Notification> message) {
    long count = message.map(Notification::flush).orElse(flush);
    return new Group(
        key, receiver, part, timers, labels, alertIds, due, known, sent, count, message);
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
