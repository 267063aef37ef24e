package io.aramaki.ticketing.domain;

import io.aramaki.ticketing.domain.Link.State;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What can be done with tickets. What is answered is durable in the ledger; the tracker follows.
public final class Tickets {
  /// The longest comment, in characters.
  public static final int COMMENT_MAX = 4_000;

  /// How often a lost compare-and-set is tried again before the caller is told.
  private static final int RACES_MAX = 20;

  private final LinkStore store;
  private final Map<String, ReopenPolicy> policies;
  private final Clock clock;

  /// @param policies the trackers that are configured, with what they do when a problem comes back
  public Tickets(LinkStore store, Map<String, ReopenPolicy> policies, Clock clock) {
    this.store = store;
    this.policies = Map.copyOf(policies);
    this.clock = clock;
  }

  /// Takes what alerting says about an alert.
  ///
  /// @return the link; empty if there is none and none is needed, because the problem was over
  ///   before anybody heard of it
  public Optional<Link> report(LinkKey key, AlertReport report) {
    var policy = policies.get(key.tracker());
    if (policy == null) {
      throw new TicketingException.TrackerUnknown(key.tracker(), policies.keySet());
    }
    var now = clock.instant();
    var standing = store.find(key);
    if (standing.isEmpty() && !report.firing()) {
      return Optional.empty();
    }
    var link = standing.orElseGet(() -> store.insert(first(key, report, policy, now)));
    return Optional.of(change(link, current -> current.take(report, now)));
  }

  public Link get(String ticketId) {
    return store
        .findByTicket(ticketId)
        .orElseThrow(() -> new TicketingException.TicketNotFound(ticketId));
  }

  /// Adds a comment of a person; the same request again adds none.
  public Link comment(String ticketId, Comments.Comment comment) {
    var now = clock.instant();
    return change(
        get(ticketId),
        link -> {
          if (link.comments().knows(comment.requestId())) {
            return link;
          }
          if (!link.state().takesComments()) {
            throw new TicketingException.TicketNotLinked(ticketId);
          }
          if (link.comments().full()) {
            throw new TicketingException.TooManyComments(ticketId, Comments.WAITING_MAX);
          }
          return link.commented(comment, now);
        });
  }

  /// Tries a ticket that FAILED once more; another one stays as it is.
  public Link retry(String ticketId) {
    var now = clock.instant();
    return change(get(ticketId), link -> link.again(now));
  }

  private Link first(LinkKey key, AlertReport report, ReopenPolicy policy, Instant now) {
    var state =
        store
            .before(key)
            .filter(before -> policy.choose(before, now) == ReopenPolicy.Choice.REOPEN)
            .flatMap(before -> before.state().found())
            .<State>map(State.Reopening::new)
            .orElseGet(State.New::new);
    return Link.open(key, state, report, now);
  }

  private Link change(Link from, UnaryOperator<Link> step) {
    var link = from;
    for (int race = 0; race < RACES_MAX; race++) {
      var next = step.apply(link);
      if (next.equals(link)) {
        return link;
      }
      var written = store.replace(next);
      if (written.isPresent()) {
        return written.get();
      }
      link = store.find(link.key()).orElseThrow();
    }
    throw new TicketingException.TooBusy(link.key().ticketId(), RACES_MAX);
  }
}
