package io.aramaki.ticketing.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.ticketing.domain.Link.State;
import io.aramaki.ticketing.v1.ListTicketsRequest;
import io.aramaki.ticketing.v1.Ticket;
import io.aramaki.ticketing.v1.TicketServiceGrpc;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people get who ask for tickets.
final class ListTicketsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path directory;

  private TicketingBed bed;

  @BeforeEach
  void start() {
    bed = new TicketingBed(directory);
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  @Test
  void openOnly_leavesOutWhatIsClosed() {
    // Given
    var closed = bed.ticket("web", 1);
    var open = bed.ticket("web", 2);
    var ofAnother = bed.ticket("mail", 3);
    close(closed);

    // When / Then
    assertThat(list(request -> request.setOpenOnly(true)))
        .containsExactlyInAnyOrder(open, ofAnother);
    assertThat(list(request -> request.setOpenOnly(true).setSystem(bed.system("web"))))
        .containsExactly(open);
    assertThat(list(request -> request.setSystem(bed.system("web"))))
        .containsExactlyInAnyOrder(closed, open);
    assertThat(list(request -> request)).containsExactlyInAnyOrder(closed, open, ofAnother);
  }

  private void close(String ticket) {
    var link = bed.store.findByTicket(ticket.substring(ticket.lastIndexOf('/') + 1)).orElseThrow();
    var closed = link.moved(new State.Closed(Optional.empty(), NOW), 1, NOW);
    assertThat(bed.store.replace(closed)).isPresent();
  }

  /// All pages of what the operator of everything is told, in pages of one.
  private List<String> list(UnaryOperator<ListTicketsRequest.Builder> narrowed) {
    var names = new ArrayList<String>();
    var request =
        narrowed.apply(ListTicketsRequest.newBuilder().setParent(bed.org()).setPageSize(1));
    String next;
    do {
      var page = bed.call("admin", TicketServiceGrpc.getListTicketsMethod(), request.build());
      page.getTicketsList().stream().map(Ticket::getName).forEach(names::add);
      next = page.getNextPageToken();
      request.setPageToken(next);
    } while (!next.isEmpty());
    return names;
  }
}
