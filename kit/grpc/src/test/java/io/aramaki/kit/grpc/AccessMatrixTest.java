package io.aramaki.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.matrix.AccessMatrix;
import io.aramaki.kit.grpc.matrix.CallerKind;
import io.aramaki.kit.grpc.testbed.Contract;
import io.aramaki.kit.grpc.testbed.Testbed;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessMatrixTest {
  @TempDir Path directory;

  private static DynamicMessage absent(DynamicMessage request) {
    throw Errors.of(Code.NOT_FOUND, "NOTE_NOT_FOUND", "there is no such note");
  }

  private static StreamObserver<DynamicMessage> quiet(StreamObserver<DynamicMessage> observer) {
    return new StreamObserver<>() {
      @Override
      public void onNext(DynamicMessage value) {}

      @Override
      public void onError(Throwable t) {}

      @Override
      public void onCompleted() {
        observer.onCompleted();
      }
    };
  }

  /// One RPC for each way to declare access.
  private static Contract contract() {
    return new Contract()
            .unary("Enrol", "callers: ANYONE change: true", AccessMatrixTest::absent)
            .unary("Renew", "callers: [AGENT, SERVICE] change: true", AccessMatrixTest::absent)
            .unary("Sync", "callers: SERVICE", AccessMatrixTest::absent)
            .unary(
                "Mint",
                "callers: SERVICE services: ['alerting', 'monitoring']",
                AccessMatrixTest::absent)
            .unary(
                "Get",
                "callers: [PERSON, SERVICE] services: 'monitoring' role: VIEWER scope: SYSTEM"
                    + " resource_field: 'name'",
                "/v1/{name=orgs/*/notes/*}",
                AccessMatrixTest::absent)
            .unary(
                "Change",
                "callers: PERSON role: OPERATOR scope: SYSTEM resource_field: 'inner.parent' change: true",
                AccessMatrixTest::absent)
            .unary("List", "callers: PERSON role: VIEWER scope: FILTERED", request -> request)
            .unary("Act", "callers: PERSON role: OPERATOR scope: FILTERED", request -> request)
            .unary(
                "Create",
                "callers: PERSON role: ADMIN scope: ORGANISATION change: true",
                AccessMatrixTest::absent)
            .unary("Own", "callers: PERSON role: VIEWER scope: SELF", request -> request)
            .stream(
                "Watch",
                "callers: PERSON role: VIEWER scope: ORGANISATION",
                (_, observer) -> ServerStreams.sink(observer))
            .bidi("Session", "callers: AGENT", AccessMatrixTest::quiet);
  }

  @Test
  void everyCell_ofAServerThatKeepsItsDeclarations_isAsExpected() {
    // Given
    var contract = contract();
    var systemOf = SystemOf.systems().with("notes", _ -> Optional.empty());
    try (var testbed = Testbed.start(directory, contract, systemOf)) {
      // When
      var matrix = AccessMatrix.of(List.of(contract.descriptor()));
      List<String> failures = matrix.failures(testbed.callers());
      // Then
      assertThat(failures).isEmpty();
      assertThat(matrix.cells()).hasSize(12 * CallerKind.values().length);
    }
  }

  @Test
  void matrix_ofAServerThatFindsTheWrongSystem_failsInTheCellsOfTheOtherSubtree() {
    // Given
    var contract = contract();
    var bed = new Testbed[1];
    var systemOf =
        SystemOf.systems()
            .with("notes", _ -> Optional.of(bed[0].organisation().system("elsewhere")));
    try (var testbed = Testbed.start(directory, contract, systemOf)) {
      bed[0] = testbed;
      // When
      List<String> failures =
          AccessMatrix.of(List.of(contract.descriptor())).failures(testbed.callers());
      // Then
      assertThat(failures)
          .singleElement()
          .asString()
          .contains("test.v1.Probe/Get by OPERATOR_ELSEWHERE: expected PERMISSION_DENIED");
    }
  }

  @Test
  void table_ofAContract_hasOneRowForEachRpcAndOneColumnForEachCaller() {
    // Given
    var matrix = AccessMatrix.of(List.of(contract().descriptor()));
    // When
    List<String> lines = matrix.table().lines().toList();
    // Then
    assertThat(lines).hasSize(2 + 12);
    assertThat(lines)
        .allSatisfy(line ->
            assertThat(line.chars().filter(c -> c == '|')).hasSize(CallerKind.values().length + 2));
    assertThat(lines)
        .anySatisfy(line -> assertThat(line).startsWith("| test.v1.Probe/Sync | UNAUTHENTICATED"));
  }
}
