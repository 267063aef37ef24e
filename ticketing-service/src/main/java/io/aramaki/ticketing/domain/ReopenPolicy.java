package io.aramaki.ticketing.domain;

import java.time.Duration;
import java.time.Instant;

/// What happens to the issue of the episode before when a problem comes back. A pure function of
/// the two episodes and the time.
public sealed interface ReopenPolicy {
  /// Reopens the old issue if its problem was over at most this long ago, else opens a new one.
  record ReopenWithin(Duration limit) implements ReopenPolicy {}

  /// Always opens a new issue.
  record NewIssue() implements ReopenPolicy {}

  /// What to do.
  enum Choice {
    REOPEN,
    NEW
  }

  /// Decides about the issue of the episode before.
  default Choice choose(Link before, Instant now) {
    return switch (this) {
      case NewIssue _ -> Choice.NEW;
      case ReopenWithin within ->
          switch (before.state()) {
            case Link.State.Reopening _, Link.State.Resolved _, Link.State.Linked _ ->
                recent(before.ended().orElse(now), within.limit(), now);
            case Link.State.Closed closed when closed.remote().isPresent() ->
                recent(closed.when(), within.limit(), now);
            case Link.State.Closed _,
                Link.State.New _,
                Link.State.Creating _,
                Link.State.Failed _,
                Link.State.Lost _ ->
                Choice.NEW;
          };
    };
  }

  /// The limit itself still reopens.
  private static Choice recent(Instant end, Duration limit, Instant now) {
    return Duration.between(end, now).compareTo(limit) <= 0 ? Choice.REOPEN : Choice.NEW;
  }
}
