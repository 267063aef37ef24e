package io.aramaki.ticketing.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.matrix.AccessMatrix;
import io.aramaki.kit.grpc.matrix.AccessTable;
import io.aramaki.kit.grpc.matrix.CallerKind;
import io.aramaki.kit.grpc.matrix.SubtreeMatrix;
import io.aramaki.kit.grpc.matrix.SubtreeMatrix.Neighbour;
import io.aramaki.kit.grpc.matrix.VisibleLists;
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
import java.util.Map;
import java.util.Set;
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
  void services_ofTheProtos_areAllInTheTable() throws IOException {
    AccessTable.assertHasAllOf("io.aramaki.ticketing.v1", bed.services());
  }

  @Test
  void everyRpcAboutATicket_isForThoseInWhoseSubtreeItLies() {
    // Given
    bed.organisation.grant("otto", admin("elsewhere"));
    bed.organisation.grant("ada", admin("web"));
    var existing = Map.of("orgs/*/tickets/*", bed.ticket());

    // When
    var failures =
        new SubtreeMatrix(bed.services(), bed.callers())
            .failures(
                existing,
                List.of(
                    Neighbour.operator("operator", false),
                    Neighbour.admin("otto", false),
                    Neighbour.operator("kim", true),
                    Neighbour.admin("ada", true)));

    // Then
    assertThat(failures).isEmpty();
  }

  @Test
  void lists_ofTwoSubtrees_showEachPersonItsOwn() {
    // Given
    var first = bed.ticket("web", 1);
    var theirs = bed.ticket("elsewhere", 2);
    var second = bed.ticket("web", 3);
    var theirsToo = bed.ticket("elsewhere", 4);

    // When
    var lists = new VisibleLists(bed.services(), bed.callers());

    // Then
    assertThat(lists.shownTo("kim")).isEqualTo(Map.of("ListTickets", Set.of(first, second)));
    assertThat(lists.shownTo("operator"))
        .isEqualTo(Map.of("ListTickets", Set.of(theirs, theirsToo)));
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

  private Right admin(String system) {
    return Right.newBuilder().setRole(Role.ADMIN).addSystems(bed.system(system)).build();
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
