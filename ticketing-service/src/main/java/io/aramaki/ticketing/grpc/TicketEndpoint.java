package io.aramaki.ticketing.grpc;

import io.aramaki.kit.grpc.Paging;
import io.aramaki.kit.grpc.RequestNames;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.page.PageToken;
import io.aramaki.ticketing.domain.Comments;
import io.aramaki.ticketing.domain.LinkStore;
import io.aramaki.ticketing.domain.LinkStore.Listing;
import io.aramaki.ticketing.domain.Tickets;
import io.aramaki.ticketing.v1.CommentTicketRequest;
import io.aramaki.ticketing.v1.GetTicketRequest;
import io.aramaki.ticketing.v1.ListTicketsRequest;
import io.aramaki.ticketing.v1.ListTicketsResponse;
import io.aramaki.ticketing.v1.ListTrackersRequest;
import io.aramaki.ticketing.v1.ListTrackersResponse;
import io.aramaki.ticketing.v1.ReportAlertRequest;
import io.aramaki.ticketing.v1.ReportAlertResponse;
import io.aramaki.ticketing.v1.RetryTicketRequest;
import io.aramaki.ticketing.v1.Ticket;
import io.aramaki.ticketing.v1.TicketServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/// `TicketService` on the wire.
public final class TicketEndpoint extends TicketServiceGrpc.TicketServiceImplBase {
  private static final String TICKETS = "tickets";

  /// The most rows that one page reads to find those that the caller may see.
  private static final int ROWS_PER_PAGE_MAX = 1_000;

  /// The longest request id, in characters.
  private static final int REQUEST_ID_MAX = 64;

  private final Tickets tickets;
  private final LinkStore store;
  private final TicketMapper mapper;
  private final RequestNames names;
  private final Reports reports;
  private final Runnable signal;
  private final Supplier<UUID> ids;
  private final Supplier<List<ListTrackersResponse.Tracker>> trackers;

  /// Answers for one organisation.
  ///
  /// @param organisation `orgs/{org}`
  /// @param signal wakes the worker
  public TicketEndpoint(
      Tickets tickets,
      LinkStore store,
      String organisation,
      Runnable signal,
      Supplier<UUID> ids,
      Supplier<List<ListTrackersResponse.Tracker>> trackers) {
    this.tickets = tickets;
    this.store = store;
    this.mapper = new TicketMapper(organisation);
    this.names = new RequestNames(organisation);
    this.reports = new Reports(names);
    this.signal = signal;
    this.ids = ids;
    this.trackers = trackers;
  }

  /// Says to which system a ticket belongs: that of its alert.
  public static SystemOf systemOf(LinkStore store) {
    return SystemOf.systems()
        .with(TICKETS, name -> store.findByTicket(name.id()).map(link -> link.report().system()));
  }

  @Override
  public void getTicket(GetTicketRequest request, StreamObserver<Ticket> observer) {
    Unary.answer(observer, () -> mapper.map(tickets.get(id(request.getName()))));
  }

  @Override
  public void listTickets(
      ListTicketsRequest request, StreamObserver<ListTicketsResponse> observer) {
    Unary.answer(observer, () -> list(request));
  }

  @Override
  public void commentTicket(CommentTicketRequest request, StreamObserver<Ticket> observer) {
    Unary.answer(
        observer,
        () -> {
          var requestId =
              request.getRequestId().isEmpty() ? ids.get().toString() : request.getRequestId();
          Reports.requireLength("request_id", requestId, 1, REQUEST_ID_MAX);
          Reports.requireLength("text", request.getText().strip(), 1, Tickets.COMMENT_MAX);
          var text = "%s: %s".formatted(lastSegment(Caller.current().name()), request.getText());
          var link = tickets.comment(id(request.getName()), new Comments.Comment(requestId, text));
          signal.run();
          return mapper.map(link);
        });
  }

  @Override
  public void retryTicket(RetryTicketRequest request, StreamObserver<Ticket> observer) {
    Unary.answer(
        observer,
        () -> {
          var link = tickets.retry(id(request.getName()));
          signal.run();
          return mapper.map(link);
        });
  }

  @Override
  public void reportAlert(
      ReportAlertRequest request, StreamObserver<ReportAlertResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          var link = tickets.report(reports.key(request), reports.report(request));
          signal.run();
          return ReportAlertResponse.newBuilder()
              .setTicket(link.map(mapper::name).orElse(""))
              .build();
        });
  }

  @Override
  public void listTrackers(
      ListTrackersRequest request, StreamObserver<ListTrackersResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          var _ = names.organisation("parent", request.getParent());
          return ListTrackersResponse.newBuilder().addAllTrackers(trackers.get()).build();
        });
  }

  private ListTicketsResponse list(ListTicketsRequest request) {
    var caller = Caller.current();
    int size = Paging.size(request.getPageSize());
    var _ = names.organisation("parent", request.getParent());
    var system = names.systemOrNone("system", request.getSystem());
    var listing = listing(system, request.getOpenOnly());
    var shape = system + (request.getOpenOnly() ? " open" : "");
    var after =
        Paging.token(request.getPageToken(), shape, 1)
            .map(token -> token.position().getFirst())
            .orElse("");
    var answer = ListTicketsResponse.newBuilder();
    int read = 0;
    var rows = store.page(listing, after, size + 1);
    while (!rows.isEmpty()) {
      for (var link : rows) {
        if (answer.getTicketsCount() == size || read >= ROWS_PER_PAGE_MAX) {
          return answer.setNextPageToken(PageToken.at(after).text(shape)).build();
        }
        read++;
        after = link.key().ticketId();
        boolean wanted = link.state().open() || !request.getOpenOnly();
        if (wanted && caller.maySee(link.report().system())) {
          answer.addTickets(mapper.map(link));
        }
      }
      rows = store.page(listing, after, size + 1);
    }
    return answer.build();
  }

  private static Listing listing(String system, boolean openOnly) {
    if (!system.isEmpty()) {
      return new Listing.OfSystem(system);
    }
    return openOnly ? new Listing.Open() : new Listing.All();
  }

  private String id(String name) {
    return names.in(TICKETS, "name", name).id();
  }

  private static String lastSegment(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
