package io.aramaki.ticketing.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.matrix.AccessMatrix;
import io.aramaki.kit.grpc.matrix.AccessTable;
import io.aramaki.kit.grpc.matrix.CallerKind;
import io.aramaki.ticketing.v1.CommentTicketRequest;
import io.aramaki.ticketing.v1.GetTicketRequest;
import io.aramaki.ticketing.v1.ListTicketsRequest;
import io.aramaki.ticketing.v1.RetryTicketRequest;
import io.aramaki.ticketing.v1.Ticket;
import io.aramaki.ticketing.v1.TicketServiceGrpc;
import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.Role;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may call what. `access.md` is the table; a new RPC must be added to it.
class AccessTest {
  @TempDir private Path directory;
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
  void everyRpc_byEveryKindOfCaller_isAsTheTableSays() throws IOException {
    // Given
    var matrix = AccessMatrix.of(bed.services());

    // When
    var failures = matrix.failures(bed.callers());

    // Then
    assertThat(failures).isEmpty();
    assertThat(matrix.cells()).hasSize(6 * CallerKind.values().length);
    AccessTable.assertUnchanged(matrix, AccessTest.class);
  }

  @Test
  void ticket_ofAnotherSubtree_isNeitherShownNorChangedNorAdmittedToExist() {
    // Given
    var ticket = bed.ticket();

    // When / Then
    assertNoRight("operator", TicketServiceGrpc.getGetTicketMethod(), get(ticket));
    assertNoRight("operator", TicketServiceGrpc.getGetTicketMethod(), get(ticket + "0"));
    assertNoRight("operator", TicketServiceGrpc.getRetryTicketMethod(), retry(ticket));
    assertNoRight("operator", TicketServiceGrpc.getCommentTicketMethod(), comment(ticket));
    assertThat(list("operator")).isEmpty();
    assertThat(list("kim")).containsExactly(ticket);
  }

  @Test
  void viewer_ofATicket_mayNotChangeIt() {
    // Given
    var ticket = bed.ticket();

    // When / Then
    assertNoRight("viewer", TicketServiceGrpc.getRetryTicketMethod(), retry(ticket));
    assertNoRight("viewer", TicketServiceGrpc.getCommentTicketMethod(), comment(ticket));
    assertThat(bed.call("viewer", TicketServiceGrpc.getGetTicketMethod(), get(ticket)).getState())
        .isEqualTo(Ticket.State.NEW);
  }

  @Test
  void nameOfASystem_thatIsCalledLikeATicket_doesNotLeadToTheTicket() {
    // Given
    var ticket = bed.ticket();
    var id = ticket.substring(ticket.lastIndexOf('/') + 1);
    bed.organisation.grant(
        "eve", Right.newBuilder().setRole(Role.OPERATOR).addSystems(bed.system(id)).build());

    // When
    var refusal = bed.refusal("eve", TicketServiceGrpc.getGetTicketMethod(), get(bed.system(id)));

    // Then
    assertThat(Errors.infoOf(refusal).orElseThrow().getReason()).isEqualTo("INVALID_NAME");
  }

  private <Q, R> void assertNoRight(String user, MethodDescriptor<Q, R> method, Q request) {
    var refusal = bed.refusal(user, method, request);
    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.PERMISSION_DENIED);
    assertThat(Errors.infoOf(refusal).orElseThrow().getReason()).isEqualTo("NO_RIGHT");
  }

  private List<String> list(String user) {
    return bed
        .call(
            user,
            TicketServiceGrpc.getListTicketsMethod(),
            ListTicketsRequest.newBuilder().setParent(bed.org()).build())
        .getTicketsList()
        .stream()
        .map(Ticket::getName)
        .toList();
  }

  private static GetTicketRequest get(String name) {
    return GetTicketRequest.newBuilder().setName(name).build();
  }

  private static RetryTicketRequest retry(String name) {
    return RetryTicketRequest.newBuilder().setName(name).build();
  }

  private static CommentTicketRequest comment(String name) {
    return CommentTicketRequest.newBuilder().setName(name).setText("hello").build();
  }
}
