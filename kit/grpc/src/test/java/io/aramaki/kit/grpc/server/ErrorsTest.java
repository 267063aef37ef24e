package io.aramaki.kit.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.DynamicMessage;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RequestInfo;
import io.aramaki.kit.app.Unavailable;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.grpc.error.ErrorMapping;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.error.Refusal;
import io.aramaki.kit.grpc.matrix.CallerKind;
import io.aramaki.kit.grpc.testbed.Contract;
import io.aramaki.kit.grpc.testbed.Testbed;
import io.aramaki.kit.name.IllegalResourceName;
import io.aramaki.kit.name.ResourceName;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorsTest {
  @TempDir Path directory;
  private Testbed testbed;

  /// What a service's domain throws on purpose.
  private static final class NoteExists extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final class DatabaseAway extends RuntimeException implements Unavailable {
    private static final long serialVersionUID = 1L;

    DatabaseAway() {
      super("cassandra at 10.1.2.3 does not answer");
    }
  }

  private static RuntimeException thrown(String kind) {
    return switch (kind) {
      case "bug" -> new IllegalStateException("password=swordfish");
      case "domain" -> new NoteExists();
      case "name" -> nameless();
      case "refusal" ->
          Errors.invalid("INVALID_NOTE", Map.of("text", "is empty", "name", "is bad"));
      case "away" -> new DatabaseAway();
      case "peer-away" ->
          new StatusRuntimeException(Status.UNAVAILABLE.withDescription("10.1.2.3"));
      case "peer-refused" -> new StatusRuntimeException(Status.PERMISSION_DENIED);
      case "peer-answer" ->
          StatusProto.toStatusRuntimeException(
              com.google.rpc.Status.newBuilder()
                  .setCode(Code.NOT_FOUND.value())
                  .addDetails(
                      Any.pack(
                          ErrorInfo.newBuilder()
                              .setReason("X")
                              .setDomain("other.aramaki.io")
                              .build()))
                  .build());
      case "malformed" ->
          StatusProto.toStatusRuntimeException(
              com.google.rpc.Status.newBuilder()
                  .setCode(Code.NOT_FOUND.value())
                  .addDetails(Any.pack(ErrorInfo.newBuilder().setReason("X").build()))
                  .addDetails(Any.pack(RequestInfo.getDefaultInstance()))
                  .build());
      default -> throw new AssertionError(kind);
    };
  }

  private static RuntimeException nameless() {
    try {
      throw new AssertionError(ResourceName.parse("no name"));
    } catch (IllegalResourceName e) {
      return e;
    }
  }

  @BeforeEach
  void start() {
    UnaryOperator<DynamicMessage> fail =
        request -> {
          throw thrown(Contract.text(request, "text"));
        };
    testbed =
        Testbed.start(
            directory,
            new Contract()
                .unary("Throw", "callers: SERVICE", fail)
                .observed(
                    "Pass",
                    "callers: SERVICE",
                    (request, observer) -> observer.onError(thrown(Contract.text(request, "text"))))
                .unary("Echo", "callers: SERVICE", request -> request),
            SystemOf.systems(),
            security -> security,
            builder ->
                builder.errors(
                    ErrorMapping.of(
                        NoteExists.class,
                        _ -> Errors.of(Code.ALREADY_EXISTS, "NOTE_EXISTS", "there is one"))));
  }

  @AfterEach
  void stop() {
    testbed.close();
  }

  private StatusRuntimeException refusal(String method, String kind) {
    return testbed.refusal(
        testbed.by(CallerKind.SERVICE, method), method, testbed.contract().note("text", kind));
  }

  private static ErrorInfo info(StatusRuntimeException error) {
    ErrorInfo info = Errors.infoOf(error).orElseThrow();
    assertThat(info.getDomain()).isEqualTo("probe.aramaki.io");
    return info;
  }

  @ParameterizedTest
  @ValueSource(strings = {"Throw", "Pass"})
  void bug_isAnsweredInternal_withoutTextButWithTheTrace(String method) {
    // When
    var error = refusal(method, "bug");
    // Then
    assertThat(error.getStatus().getCode()).isEqualTo(Code.INTERNAL);
    assertThat(String.valueOf(error.getStatus().getDescription())).doesNotContain("swordfish");
    assertThat(info(error).getReason()).isEqualTo("INTERNAL");
    assertThat(info(error).getMetadataMap().get("trace")).hasSize(32);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Throw", "Pass"})
  void exceptionOfTheDomain_isMapped(String method) {
    // When
    var error = refusal(method, "domain");
    // Then
    assertThat(error.getStatus().getCode()).isEqualTo(Code.ALREADY_EXISTS);
    assertThat(info(error).getReason()).isEqualTo("NOTE_EXISTS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Throw", "Pass"})
  void refusal_passesWithItsDetails(String method) throws Exception {
    // When
    var error = refusal(method, "refusal");
    // Then
    assertThat(info(error).getReason()).isEqualTo("INVALID_NOTE");
    var details = Objects.requireNonNull(StatusProto.fromThrowable(error)).getDetailsList();
    assertThat(details).hasSize(2);
    assertThat(details.get(1).unpack(BadRequest.class).getFieldViolationsList())
        .extracting(BadRequest.FieldViolation::getField)
        .containsExactly("name", "text");
  }

  @Test
  void nameOfNothing_isTheCallersFault() {
    // When
    var error = refusal("Throw", "name");
    // Then
    assertThat(error.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(info(error).getReason()).isEqualTo("INVALID_NAME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"away", "peer-away"})
  void outageBehindUs_isUnavailableWithATimeToRetry_andSaysNothingOfOurInside(String kind) {
    // When
    var error = refusal("Throw", kind);
    // Then
    assertThat(error.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    assertThat(info(error).getReason()).isEqualTo("DEPENDENCY_UNAVAILABLE");
    assertThat(Errors.retryDelayOf(error)).isPresent();
    assertThat(error.getStatus().getDescription()).doesNotContain("10.1.2.3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"peer-refused", "peer-answer"})
  void errorOfAnotherServer_thatNobodyTranslated_isOurBug(String kind) {
    assertThat(refusal("Throw", kind).getStatus().getCode()).isEqualTo(Code.INTERNAL);
    assertThat(refusal("Pass", kind).getStatus().getCode()).isEqualTo(Code.INTERNAL);
  }

  @Test
  void errorThatDoesNotConform_failsTheTestThatSeesIt() {
    // When
    var error = refusal("Pass", "malformed");
    // Then
    assertThat(info(error).getReason()).isEqualTo("MALFORMED_ERROR");
    assertThat(error.getStatus().getDescription())
        .contains("a detail of type google.rpc.RequestInfo");
  }

  @Test
  void unknownMethod_isUnimplemented_inTheSameForm() {
    // Given
    var method =
        testbed.contract().method("Echo").toBuilder()
            .setFullMethodName("test.v1.Probe/Nothing")
            .build();
    // When
    StatusRuntimeException error = call(method, testbed.contract().note());
    // Then
    assertThat(error.getStatus().getCode()).isEqualTo(Code.UNIMPLEMENTED);
    assertThat(info(error).getReason()).isEqualTo("UNKNOWN_METHOD");
  }

  @Test
  void oversizedMessage_isRefused_andTheConnectionLives() {
    // When
    var error =
        testbed.refusal(
            testbed.by(CallerKind.SERVICE, "Echo"),
            "Echo",
            testbed.contract().note("text", "x".repeat(5 * 1024 * 1024)));
    // Then
    assertThat(error.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(
            testbed.call(testbed.by(CallerKind.SERVICE, "Echo"), "Echo", testbed.contract().note()))
        .isNotNull();
  }

  @Test
  void malformedRequest_isTheCallersFault() {
    // Given
    var method =
        testbed.contract().method("Echo").toBuilder(
                new RawBytes(), testbed.contract().method("Echo").getResponseMarshaller())
            .build();
    // When
    StatusRuntimeException error = call(method, new byte[] {(byte) 0xff, 1, 2, 3});
    // Then
    assertThat(error.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(info(error).getReason()).isEqualTo("MALFORMED_REQUEST");
  }

  private <Q> StatusRuntimeException call(MethodDescriptor<Q, DynamicMessage> method, Q request) {
    var approach = testbed.by(CallerKind.SERVICE, "Echo");
    try {
      var answer =
          ClientCalls.blockingUnaryCall(approach.channel(), method, CallOptions.DEFAULT, request);
      throw new AssertionError("must be refused, but answered " + answer);
    } catch (StatusRuntimeException e) {
      return e;
    }
  }

  @Test
  void refusal_keepsADomainThatItHas() {
    // Given
    Refusal refusal = Errors.of(Code.NOT_FOUND, "X", "x").inDomain("one.aramaki.io");
    // When
    Refusal again = refusal.inDomain("two.aramaki.io");
    // Then
    assertThat(Errors.infoOf(again).orElseThrow().getDomain()).isEqualTo("one.aramaki.io");
    assertThat(again.getTrailers()).isNotNull().isNotEqualTo(new Metadata());
  }

  private static final class RawBytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
