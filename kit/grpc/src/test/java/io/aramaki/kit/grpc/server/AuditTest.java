package io.aramaki.kit.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.matrix.CallerKind;
import io.aramaki.kit.grpc.testbed.Contract;
import io.aramaki.kit.grpc.testbed.Testbed;
import io.aramaki.kit.security.audit.AuditEntry;
import io.aramaki.type.v1.Principal;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditTest {
  @TempDir Path directory;
  private Testbed testbed;
  private final AtomicInteger entriesWhenHandled = new AtomicInteger(-1);

  @BeforeEach
  void start() {
    testbed =
        Testbed.start(
            directory,
            new Contract()
                .unary(
                    "Change",
                    "callers: [PERSON, SERVICE, ANYONE] role: OPERATOR scope: ORGANISATION change: true",
                    this::handle)
                .unary("Fail", "callers: SERVICE change: true", this::fail)
                .unary(
                    "Guarded",
                    "callers: PERSON role: ADMIN scope: ORGANISATION change: true",
                    this::handle)
                .unary("Read", "callers: SERVICE", this::handle));
  }

  @AfterEach
  void stop() {
    testbed.close();
  }

  private DynamicMessage handle(DynamicMessage request) {
    entriesWhenHandled.set(testbed.organisation().audit().entries().size());
    return request;
  }

  private DynamicMessage fail(DynamicMessage request) {
    throw Errors.of(Code.FAILED_PRECONDITION, "NOTE_STATE", "not now");
  }

  private AuditEntry onlyEntry() {
    var entries = testbed.organisation().audit().entries();
    assertThat(entries).hasSize(1);
    return entries.getFirst();
  }

  @Test
  void auditThatCannotBeWritten_refusesTheChange_andTheEndpointDoesNotRun() {
    // Given
    testbed.organisation().audit().broken(true);
    // When
    var refusal =
        testbed.refusal(
            testbed.by(CallerKind.SERVICE, "Change"), "Change", testbed.contract().note());
    // Then
    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    assertThat(Testbed.reason(refusal)).isEqualTo("AUDIT_UNAVAILABLE");
    assertThat(Errors.retryDelayOf(refusal)).isPresent();
    assertThat(entriesWhenHandled).hasValue(-1);
  }

  @Test
  void auditThatCannotBeWritten_doesNotStopReading() {
    // Given
    testbed.organisation().audit().broken(true);
    // When
    testbed.call(testbed.by(CallerKind.SERVICE, "Read"), "Read", testbed.contract().note());
    // Then
    assertThat(entriesWhenHandled).hasValue(0);
  }

  @Test
  void change_thatIsRefused_leavesNoEntry() {
    // When
    testbed.refusal(testbed.person("viewer", "Guarded"), "Guarded", testbed.contract().note());
    // Then
    assertThat(testbed.organisation().audit().entries()).isEmpty();
  }

  @Test
  void change_thatFails_wasAskedFor_andHasAnEntry() {
    // When
    testbed.refusal(testbed.by(CallerKind.SERVICE, "Fail"), "Fail", testbed.contract().note());
    // Then
    assertThat(onlyEntry().method()).isEqualTo("test.v1.Probe/Fail");
  }

  @Test
  void change_isRecordedBeforeTheEndpointRuns() {
    // When
    testbed.call(
        testbed.person("admin", "Change"),
        "Change",
        testbed.contract().note("name", "orgs/-/systems/web", "text", "hello"));
    // Then
    assertThat(entriesWhenHandled).hasValue(1);
    AuditEntry entry = onlyEntry();
    assertThat(entry.principal().getName()).isEqualTo(testbed.organisation().user("admin"));
    assertThat(entry.principal().getKind()).isEqualTo(Principal.Kind.USER);
    assertThat(entry.resource()).isEqualTo(testbed.organisation().system("web"));
    assertThat(entry.summary()).contains("text: \"hello\"");
  }

  @Test
  void secrets_ofAnyDepth_areBlanked_andDoNotShowInTheHash() {
    // Given
    var contract = testbed.contract();
    var approach = testbed.by(CallerKind.SERVICE, "Change");
    // When
    for (String secret : new String[] {"swordfish", "trout"}) {
      testbed.call(
          approach,
          "Change",
          contract.noteWith("inner", contract.note("password", secret, "pin", secret)));
      testbed.call(
          approach, "Change", contract.noteWith("session_secret", ByteString.copyFromUtf8(secret)));
    }
    // Then
    var entries = testbed.organisation().audit().entries();
    assertThat(entries).hasSize(4);
    assertThat(entries)
        .allSatisfy(entry ->
            assertThat(entry.summary()).doesNotContain("swordfish", "trout").contains("***"));
    assertThat(entries.get(0).requestSha256()).isEqualTo(entries.get(2).requestSha256());
    assertThat(entries.get(1).requestSha256()).isEqualTo(entries.get(3).requestSha256());
    assertThat(entries.get(0).requestSha256()).isNotEqualTo(entries.get(1).requestSha256());
  }

  @Test
  void nameOfAPage_isNoSecret_andLongBytesAreCounted() {
    // Given
    var contract = testbed.contract();
    // When
    testbed.call(
        testbed.by(CallerKind.SERVICE, "Change"),
        "Change",
        contract.note("page_token", "next", "text", "x".repeat(5_000)));
    // Then
    assertThat(onlyEntry().summary())
        .contains("x".repeat(100))
        .hasSizeLessThanOrEqualTo(AuditEntry.SUMMARY_MAX);
  }

  @Test
  void caller_withoutName_isRecordedAsNobody() {
    // When
    testbed.call(
        testbed.by(CallerKind.NO_CERTIFICATE, "Change"), "Change", testbed.contract().note());
    // Then
    assertThat(onlyEntry().principal()).isEqualTo(Principal.getDefaultInstance());
  }
}
