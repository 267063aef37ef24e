package io.aramaki.ticketing.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.matrix.FieldRefusal;
import io.aramaki.kit.grpc.matrix.RawMethod;
import io.aramaki.ticketing.v1.CommentTicketRequest;
import io.aramaki.ticketing.v1.GetTicketRequest;
import io.aramaki.ticketing.v1.ListTicketsRequest;
import io.aramaki.ticketing.v1.ListTrackersRequest;
import io.aramaki.ticketing.v1.ReportAlertRequest;
import io.aramaki.ticketing.v1.RetryTicketRequest;
import io.aramaki.ticketing.v1.TicketServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests that are not what they must be: the error names the field and says what would be right.
class MalformedRequestsTest {
  private static final String NO_NAME = "expected: orgs/{org}/";
  private static final String INVALID = "INVALID_TICKET_REQUEST";
  @TempDir private static Path directory;

  private static TicketingBed bed;
  private static String ticket = "";

  @BeforeAll
  static void start() {
    bed = new TicketingBed(directory);
    ticket = bed.ticket();
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  static Stream<Arguments> names() {
    var get = TicketServiceGrpc.getGetTicketMethod();
    var list = TicketServiceGrpc.getListTicketsMethod();
    return Stream.of(
        bad(get, GetTicketRequest.getDefaultInstance(), "INVALID_NAME", "name", NO_NAME),
        bad(get, get("orgs/-/alerts/a1-1"), "INVALID_NAME", "name", NO_NAME),
        bad(get, get("orgs/other/tickets/t1"), "INVALID_NAME", "name", NO_NAME),
        bad(get, get("orgs/-/tickets/T 1"), "INVALID_NAME", "name", NO_NAME),
        bad(get, get("x".repeat(10_000)), "INVALID_NAME", "name", NO_NAME),
        bad(
            TicketServiceGrpc.getRetryTicketMethod(),
            RetryTicketRequest.newBuilder().setName("t1").build(),
            "INVALID_NAME",
            "name",
            NO_NAME),
        bad(
            TicketServiceGrpc.getListTrackersMethod(),
            ListTrackersRequest.newBuilder().setParent("orgs/-/trackers/t").build(),
            "INVALID_NAME",
            "parent",
            "orgs/{org}"),
        bad(list, list(r -> r.clearParent()), "INVALID_NAME", "parent", "orgs/{org}"),
        bad(list, list(r -> r.setSystem("web")), "INVALID_NAME", "system", "systems/{system}"),
        bad(list, list(r -> r.setPageSize(-1)), "INVALID_PAGE_SIZE", "page_size", "-1"),
        bad(list, list(r -> r.setPageToken("x")), "INVALID_PAGE_TOKEN", "page_token", "token"));
  }

  static Stream<Arguments> comments() {
    return Stream.of(
        comment("name", NO_NAME, c -> c.setName("orgs/-/systems/web")),
        comment("text", "1 to 4000", c -> c.clearText()),
        comment("text", "1 to 4000", c -> c.setText(" \n ")),
        comment("text", "1 to 4000", c -> c.setText("x".repeat(4_001))),
        comment("request_id", "1 to 64", c -> c.setRequestId("x".repeat(65))));
  }

  static Stream<Arguments> reports() {
    return Stream.of(
        report(INVALID, "tracker", "1 to 1000", r -> r.clearTracker()),
        report(INVALID, "dedupe_key", "1 to 1000", r -> r.setDedupeKey(" ")),
        report(INVALID, "dedupe_key", "1 to 1000", r -> r.setDedupeKey("x".repeat(1_001))),
        report(INVALID, "episode", "0 is no count", r -> r.setEpisode(0)),
        report(INVALID, "episode", "18446744073709551615 is no count", r -> r.setEpisode(-1)),
        report(INVALID, "transition_seq", "0 is no count", r -> r.clearTransitionSeq()),
        report(INVALID, "summary", "0 to 4000", r -> r.setSummary("x".repeat(4_001))),
        report(INVALID, "severity", "warning, critical, unknown", r -> r.setSeverity("bad")),
        report(INVALID, "url", "0 to 1000", r -> r.setUrl("x".repeat(1_001))),
        report(INVALID, "traceparent", "0 to 1000", r -> r.setTraceparent("x".repeat(1_001))),
        report("INVALID_NAME", "alert", "alerts/{id}", r -> r.setAlert("a1")),
        report("INVALID_NAME", "system", "systems/{system}", r -> r.setSystem("web")),
        report(
            "INVALID_TIME",
            "start_time",
            "years",
            r -> r.setStartTime(Timestamp.newBuilder().setNanos(-1))));
  }

  @ParameterizedTest(name = "{0} {3}")
  @MethodSource({"names", "comments", "reports"})
  <Q extends Message> void request_thatIsWrong_isRefusedWithFieldAndExpectation(
      String rpc,
      MethodDescriptor<Q, ?> method,
      Consumer<Message.Builder> damage,
      String field,
      String reason,
      String expectation) {
    // Given
    var request = request(method);
    damage.accept(request);
    @SuppressWarnings("unchecked") // made from the method's own prototype
    var damaged = (Q) request.build();

    // When
    var refusal = bed.refusal("admin", method, damaged);

    // Then
    FieldRefusal.assertNames(refusal, reason, field, expectation);
  }

  @Test
  void report_forATrackerThatIsNotConfigured_namesThoseThatAre() {
    // Given
    var report = bed.report().setTracker("jira").build();

    // When
    var refusal = bed.refusal("", TicketServiceGrpc.getReportAlertMethod(), report);

    // Then
    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.NOT_FOUND);
    assertThat(Errors.infoOf(refusal).orElseThrow().getReason()).isEqualTo("TRACKER_UNKNOWN");
    assertThat(refusal).hasMessageContaining("\"jira\" (configured: [t])");
  }

  @Test
  void report_thatIsRight_isTakenWithTheLongestSummaryThatAlertingKeeps() {
    // Given
    var report = bed.report().setDedupeKey("other").setSummary("x".repeat(4_000)).build();

    // When
    var answer = bed.callAsAlerting(TicketServiceGrpc.getReportAlertMethod(), report);

    // Then
    assertThat(answer.getTicket()).startsWith(bed.org() + "/tickets/t");
  }

  @Test
  void comment_onATicketWithoutAnIssue_isRefused() {
    // Given
    var comment = CommentTicketRequest.newBuilder().setName(ticket).setText("hello").build();

    // When
    var refusal = bed.refusal("kim", TicketServiceGrpc.getCommentTicketMethod(), comment);

    // Then
    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(Errors.infoOf(refusal).orElseThrow().getReason()).isEqualTo("TICKET_NOT_LINKED");
    assertThat(refusal).hasMessageContaining("expected: state LINKED or RESOLVED");
  }

  @Test
  void bytes_thatAreNoRequest_areRefusedByEveryRpc() {
    for (var service : bed.services()) {
      for (var method : service.getMethods()) {
        // When
        var refusal = bed.refusal("admin", RawMethod.of(method), new byte[] {(byte) 0xff, 1, 2, 3});

        // Then
        FieldRefusal.assertNames(
            refusal, "MALFORMED_REQUEST", "(request)", "not the message of this RPC");
      }
    }
  }

  /// A request that is right, as far as one can be without knowing the names; those come from the
  /// bed, which is not there when the arguments are made.
  private static Message.Builder request(MethodDescriptor<?, ?> method) {
    return switch (Objects.requireNonNull(method.getBareMethodName())) {
      case "ReportAlert" -> bed.report();
      case "CommentTicket" -> CommentTicketRequest.newBuilder().setName(ticket).setText("hello");
      case "ListTickets" -> ListTicketsRequest.newBuilder().setParent("orgs/-");
      case "GetTicket" -> GetTicketRequest.newBuilder();
      case "RetryTicket" -> RetryTicketRequest.newBuilder();
      case "ListTrackers" -> ListTrackersRequest.newBuilder();
      default -> throw new AssertionError("no request for " + method.getFullMethodName());
    };
  }

  private static <Q extends Message> Arguments bad(
      MethodDescriptor<Q, ?> method, Q wrong, String reason, String field, String expectation) {
    Consumer<Message.Builder> damage = request -> request.clear().mergeFrom(wrong);
    return arguments(method.getBareMethodName(), method, damage, field, reason, expectation);
  }

  private static Arguments comment(
      String field, String expectation, Consumer<CommentTicketRequest.Builder> damage) {
    Consumer<Message.Builder> any =
        request -> damage.accept((CommentTicketRequest.Builder) request);
    return arguments(
        "CommentTicket",
        TicketServiceGrpc.getCommentTicketMethod(),
        any,
        field,
        field.equals("name") ? "INVALID_NAME" : INVALID,
        expectation);
  }

  private static Arguments report(
      String reason,
      String field,
      String expectation,
      Consumer<ReportAlertRequest.Builder> damage) {
    Consumer<Message.Builder> any = request -> damage.accept((ReportAlertRequest.Builder) request);
    return arguments(
        "ReportAlert", TicketServiceGrpc.getReportAlertMethod(), any, field, reason, expectation);
  }

  private static GetTicketRequest get(String name) {
    return GetTicketRequest.newBuilder().setName(name).build();
  }

  private static ListTicketsRequest list(Consumer<ListTicketsRequest.Builder> damage) {
    var request = ListTicketsRequest.newBuilder().setParent("orgs/-");
    damage.accept(request);
    return request.build();
  }
}
