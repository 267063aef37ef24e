package io.aramaki.ticketing.grpc;

import io.aramaki.kit.grpc.Times;
import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.v1.Ticket;

/// Tickets on the wire.
final class TicketMapper {
  private final String organisation;

  TicketMapper(String organisation) {
    this.organisation = organisation;
  }

  String name(Link link) {
    return organisation + "/tickets/" + link.key().ticketId();
  }

  Ticket map(Link link) {
    var builder =
        Ticket.newBuilder()
            .setName(name(link))
            .setSystem(link.report().system())
            .setTracker(link.key().tracker())
            .setAlert(link.report().alert())
            .setEpisode(link.key().episode())
            .setState(state(link.state()))
            .setTitle(link.title())
            .setError(link.error())
            .setCreateTime(Times.timestamp(link.create()))
            .setUpdateTime(Times.timestamp(link.update()))
            .setEtag(Long.toString(link.revision()));
    link.state()
        .found()
        .ifPresent(remote ->
            builder
                .setTrackerId(remote.id())
                .setDisplayKey(remote.displayKey())
                .setUrl(remote.url())
                .setTrackerStatus(remote.status()));
    return builder.build();
  }

  private static Ticket.State state(Link.State state) {
    return switch (state) {
      case Link.State.New _ -> Ticket.State.NEW;
      case Link.State.Creating _ -> Ticket.State.CREATING;
      case Link.State.Linked _ -> Ticket.State.LINKED;
      case Link.State.Reopening _, Link.State.Resolved _ -> Ticket.State.RESOLVED;
      case Link.State.Closed _ -> Ticket.State.CLOSED;
      case Link.State.Failed _ -> Ticket.State.FAILED;
      case Link.State.Lost _ -> Ticket.State.LOST;
    };
  }
}
