package io.aramaki.alerting.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.aramaki.alerting.v1.AcknowledgeAlertRequest;
import io.aramaki.alerting.v1.AlertServiceGrpc;
import io.aramaki.alerting.v1.CreateSuppressionRequest;
import io.aramaki.alerting.v1.ExpireSuppressionRequest;
import io.aramaki.alerting.v1.GetAlertRequest;
import io.aramaki.alerting.v1.GetSuppressionRequest;
import io.aramaki.alerting.v1.ListAlertTransitionsRequest;
import io.aramaki.alerting.v1.ListAlertsRequest;
import io.aramaki.alerting.v1.ListNotificationsRequest;
import io.aramaki.alerting.v1.ListSuppressionsRequest;
import io.aramaki.alerting.v1.ResolveAlertRequest;
import io.aramaki.alerting.v1.Suppression;
import io.aramaki.alerting.v1.SuppressionServiceGrpc;
import io.aramaki.kit.grpc.matrix.FieldRefusal;
import io.aramaki.kit.grpc.matrix.RawMethod;
import io.aramaki.type.v1.Matcher;
import io.grpc.MethodDescriptor;
import java.nio.file.Path;
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
  @TempDir private static Path directory;

  private static AlertingBed bed;

  @BeforeAll
  static void start() {
    bed = new AlertingBed(directory);
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  static Stream<Arguments> names() {
    var get = AlertServiceGrpc.getGetAlertMethod();
    var alerts = AlertServiceGrpc.getListAlertsMethod();
    var transitions = AlertServiceGrpc.getListAlertTransitionsMethod();
    var notifications = AlertServiceGrpc.getListNotificationsMethod();
    return Stream.of(
        bad(get, GetAlertRequest.getDefaultInstance(), "INVALID_NAME", "name", NO_NAME),
        bad(get, alert("alerts/a1"), "INVALID_NAME", "name", NO_NAME),
        bad(get, alert("orgs/-/systems/web"), "INVALID_NAME", "name", NO_NAME),
        bad(get, alert("orgs/other/alerts/a1-1"), "INVALID_NAME", "name", NO_NAME),
        bad(get, alert("orgs/-/alerts/A 1"), "INVALID_NAME", "name", NO_NAME),
        bad(get, alert("x".repeat(10_000)), "INVALID_NAME", "name", NO_NAME),
        bad(alerts, ListAlertsRequest.getDefaultInstance(), "INVALID_NAME", "parent", "orgs/{org}"),
        bad(alerts, alerts(r -> r.setParent("orgs/other")), "INVALID_NAME", "parent", "orgs/{org}"),
        bad(alerts, alerts(r -> r.setSystem("web")), "INVALID_NAME", "system", "systems/{system}"),
        bad(alerts, alerts(r -> r.setStateValue(99)), "INVALID_STATE", "state", "FIRING, RESOLVED"),
        bad(alerts, alerts(r -> r.setPageSize(-1)), "INVALID_PAGE_SIZE", "page_size", "-1"),
        bad(alerts, alerts(r -> r.setPageToken("x")), "INVALID_PAGE_TOKEN", "page_token", "token"),
        bad(
            transitions,
            ListAlertTransitionsRequest.newBuilder().setParent("orgs/-").build(),
            "INVALID_NAME",
            "parent",
            NO_NAME),
        bad(
            notifications,
            ListNotificationsRequest.newBuilder().setParent("orgs/-/systems/web").build(),
            "INVALID_NAME",
            "parent",
            "orgs/{org}"),
        bad(
            notifications,
            ListNotificationsRequest.newBuilder().setParent("orgs/-").setPageSize(-5).build(),
            "INVALID_PAGE_SIZE",
            "page_size",
            "-5"));
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        bad(
            AlertServiceGrpc.getAcknowledgeAlertMethod(),
            AcknowledgeAlertRequest.newBuilder().setName("orgs/-/tickets/t1").build(),
            "INVALID_NAME",
            "name",
            NO_NAME),
        bad(
            AlertServiceGrpc.getAcknowledgeAlertMethod(),
            AcknowledgeAlertRequest.newBuilder()
                .setName("orgs/-/alerts/a1-1")
                .setComment("x".repeat(1_001))
                .build(),
            "INVALID_COMMENT",
            "comment",
            "at most 1000"),
        bad(
            AlertServiceGrpc.getResolveAlertMethod(),
            ResolveAlertRequest.newBuilder().setName("a1-1").build(),
            "INVALID_NAME",
            "name",
            NO_NAME),
        bad(
            AlertServiceGrpc.getResolveAlertMethod(),
            ResolveAlertRequest.newBuilder()
                .setName("orgs/-/alerts/a1-1")
                .setComment("x".repeat(1_001))
                .build(),
            "INVALID_COMMENT",
            "comment",
            "at most 1000"),
        bad(
            SuppressionServiceGrpc.getGetSuppressionMethod(),
            GetSuppressionRequest.newBuilder().setName("orgs/-/alerts/a1-1").build(),
            "INVALID_NAME",
            "name",
            NO_NAME),
        bad(
            SuppressionServiceGrpc.getListSuppressionsMethod(),
            ListSuppressionsRequest.getDefaultInstance(),
            "INVALID_NAME",
            "parent",
            "orgs/{org}"),
        bad(
            SuppressionServiceGrpc.getExpireSuppressionMethod(),
            ExpireSuppressionRequest.newBuilder().setName("s1").build(),
            "INVALID_NAME",
            "name",
            NO_NAME));
  }

  static Stream<Arguments> suppressions() {
    return Stream.of(
        silence("suppression.system", "systems/{system}", s -> s.setSystem("web")),
        silence("suppression.silence", "no kind", s -> s.clearSilence()),
        silence("suppression.silence.matchers", "1 to 16", s -> s.setSilence(matchers(0))),
        silence("suppression.silence.matchers", "1 to 16", s -> s.setSilence(matchers(17))),
        silence(
            "suppression.silence.matchers",
            "silence everything",
            s -> s.setSilence(matcher("check", Matcher.Op.REGEX, ".*"))),
        silence(
            "suppression.silence.matchers[0]",
            "EQUAL, NOT_EQUAL",
            s -> s.setSilence(matcher("check", Matcher.Op.OP_UNSPECIFIED, "http"))),
        silence(
            "suppression.silence.matchers[0]",
            "letters, digits, _",
            s -> s.setSilence(matcher("a b", Matcher.Op.EQUAL, "http"))),
        silence(
            "suppression.silence.matchers[0]",
            "RE2",
            s -> s.setSilence(matcher("check", Matcher.Op.REGEX, "("))),
        silence("suppression.reason", "1 to 1000", s -> s.setReason(" ")),
        silence("suppression.reason", "1 to 1000", s -> s.setReason("x".repeat(1_001))),
        silence("suppression.expire_time", "expected: one of them", s -> s.clearExpiration()),
        silence(
            "suppression.expire_time",
            "before it begins",
            s -> s.setExpireTime(Timestamp.newBuilder().setSeconds(1))),
        silence(
            "suppression.ttl",
            "at most a year",
            s -> s.setTtl(Duration.newBuilder().setSeconds(40_000_000))),
        silence("suppression.ttl", "later", s -> s.setTtl(Duration.getDefaultInstance())),
        time("suppression.ttl", s -> s.setTtl(Duration.newBuilder().setSeconds(-1))),
        time(
            "suppression.start_time",
            s -> s.setStartTime(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))),
        time("suppression.expire_time", s -> s.setExpireTime(Timestamp.newBuilder().setNanos(-1))));
  }

  @ParameterizedTest(name = "{0} {3}")
  @MethodSource({"names", "changes", "suppressions"})
  <Q extends Message, R> void request_thatIsWrong_isRefusedWithFieldAndExpectation(
      String rpc,
      MethodDescriptor<Q, R> method,
      Q request,
      String field,
      String reason,
      String expectation) {
    // When
    var refusal = bed.refusal("admin", method, request);

    // Then
    FieldRefusal.assertNames(refusal, reason, field, expectation);
  }

  @Test
  void requestId_tooLong_isRefused() {
    // Given
    var request =
        CreateSuppressionRequest.newBuilder()
            .setParent("orgs/-")
            .setSuppression(silence())
            .setRequestId("x".repeat(65))
            .build();

    // When
    var refusal =
        bed.refusal("admin", SuppressionServiceGrpc.getCreateSuppressionMethod(), request);

    // Then
    FieldRefusal.assertNames(refusal, "INVALID_SUPPRESSION", "request_id", "at most 64");
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

  @Test
  void silence_thatIsRight_isMade() {
    // Given
    var request =
        CreateSuppressionRequest.newBuilder().setParent("orgs/-").setSuppression(silence()).build();

    // When
    var made = bed.call("admin", SuppressionServiceGrpc.getCreateSuppressionMethod(), request);

    // Then
    assertThat(made.getState()).isEqualTo(Suppression.State.ACTIVE);
    assertThat(made.getAuthor()).isEqualTo(bed.organisation.user("admin"));
  }

  private static <Q extends Message> Arguments bad(
      MethodDescriptor<Q, ?> method, Q request, String reason, String field, String expectation) {
    return arguments(method.getBareMethodName(), method, request, field, reason, expectation);
  }

  private static Arguments silence(
      String field, String expectation, Consumer<Suppression.Builder> damage) {
    return suppression(
        "INVALID_" + (field.endsWith("system") ? "NAME" : "SUPPRESSION"),
        field,
        expectation,
        damage);
  }

  private static Arguments time(String field, Consumer<Suppression.Builder> damage) {
    return suppression("INVALID_TIME", field, "", damage);
  }

  private static Arguments suppression(
      String reason, String field, String expectation, Consumer<Suppression.Builder> damage) {
    var suppression = silence();
    damage.accept(suppression);
    return bad(
        SuppressionServiceGrpc.getCreateSuppressionMethod(),
        CreateSuppressionRequest.newBuilder()
            .setParent("orgs/-")
            .setSuppression(suppression)
            .build(),
        reason,
        field,
        expectation);
  }

  private static Suppression.Builder silence() {
    return Suppression.newBuilder()
        .setReason("work")
        .setTtl(Duration.newBuilder().setSeconds(60))
        .setSilence(matchers(1));
  }

  private static Suppression.Silence.Builder matchers(int count) {
    var silence = Suppression.Silence.newBuilder();
    for (int i = 0; i < count; i++) {
      silence.addMatchers(
          Matcher.newBuilder().setName("check").setOp(Matcher.Op.EQUAL).setValue("http"));
    }
    return silence;
  }

  private static Suppression.Silence.Builder matcher(String name, Matcher.Op op, String value) {
    return Suppression.Silence.newBuilder()
        .addMatchers(Matcher.newBuilder().setName(name).setOp(op).setValue(value));
  }

  private static GetAlertRequest alert(String name) {
    return GetAlertRequest.newBuilder().setName(name).build();
  }

  private static ListAlertsRequest alerts(Consumer<ListAlertsRequest.Builder> damage) {
    var request = ListAlertsRequest.newBuilder().setParent("orgs/-");
    damage.accept(request);
    return request.build();
  }
}
