package io.aramaki.alerting.domain;

import io.aramaki.alerting.domain.dispatch.Group;
import io.aramaki.alerting.domain.suppress.Suppression;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;

/// Bounds what is kept in the book: alerts that are over, suppressions that ended, notifications
/// that were sent. What a group still has to tell is never forgotten.
final class Housekeeping {
  /// So many alerts that are over can be looked up.
  static final int PAST_MAX = 20_000;

  /// So many notifications are listed.
  static final int NOTIFICATIONS_MAX = 1_000;

  /// So many suppressions may exist, with those that ended in the last 30 days.
  static final int SUPPRESSIONS_MAX = 10_000;

  /// How long a suppression that ended can be looked up.
  static final Duration ENDED_MAX = Duration.ofDays(30);

  /// The most that one step forgets of each.
  static final int FORGET_MAX = 300;

  private final Book book;

  Housekeeping(Book book) {
    this.book = book;
  }

  void tidy(Edit edit, Instant now) {
    alerts(edit);
    int late = Math.clamp(book.notifications().size() - NOTIFICATIONS_MAX, 0, FORGET_MAX);
    edit.forgetNotifications(
        book.notifications().stream().limit(late).map(one -> one.key()).toList());
    edit.forgetSuppressions(
        book.suppressions().stream()
            .filter(one -> one.expire().plus(ENDED_MAX).isBefore(now))
            .limit(FORGET_MAX)
            .map(Suppression::id)
            .toList());
  }

  private void alerts(Edit edit) {
    int late = Math.clamp(book.past().size() - PAST_MAX, 0, FORGET_MAX);
    if (late == 0) {
      return;
    }
    var needed = new HashSet<String>();
    book.groups().stream().map(Group::alertIds).forEach(needed::addAll);
    edit.forgetAlerts(book.past().stream().filter(id -> !needed.contains(id)).limit(late).toList());
  }
}
