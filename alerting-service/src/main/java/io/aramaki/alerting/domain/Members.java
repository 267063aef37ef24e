package io.aramaki.alerting.domain;

import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.dispatch.Group;
import io.aramaki.alerting.domain.dispatch.Member;
import io.aramaki.alerting.domain.dispatch.Standing;
import io.aramaki.alerting.domain.route.Route;
import io.aramaki.alerting.domain.suppress.Suppression;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Finds out where the alerts of a group stand: what they are, where their labels lead them, and
/// what suppresses them.
final class Members {
  private final Book book;
  private final Route root;

  Members(Book book, Route root) {
    this.book = book;
    this.root = root;
  }

  /// The alerts of a group; those that are forgotten are left out.
  Collection<Member> of(Edit edit, Group group, Instant now) {
    var active =
        book.suppressions().stream()
            .filter(one -> one.state(now) == Suppression.State.ACTIVE)
            .toList();
    return group.alertIds().stream()
        .map(edit::alert)
        .flatMap(Optional::stream)
        .map(alert -> new Member(alert, standing(alert, group, active, now)))
        .toList();
  }

  List<Suppression> suppressing(Alert alert, Instant now) {
    return book.suppressions().stream()
        .filter(suppression -> suppression.suppresses(alert, now))
        .toList();
  }

  private Standing standing(Alert alert, Group group, List<Suppression> active, Instant now) {
    if (!alert.firing()) {
      return Standing.OVER;
    }
    var routes = root.match(alert.labels());
    boolean here =
        routes.stream()
            .anyMatch(route -> Group.key(route, alert.labels(), group.part()).equals(group.key()));
    if (!here) {
      return routes.stream().anyMatch(route -> route.receiver().equals(group.receiver()))
          ? Standing.ELSEWHERE
          : Standing.OVER;
    }
    if (active.stream().anyMatch(one -> one.suppresses(alert, now))) {
      return Standing.HELD;
    }
    return alert.acknowledged() ? Standing.ACKNOWLEDGED : Standing.OPEN;
  }
}
