package io.aramaki.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.grpc.matrix.SubtreeMatrix;
import io.aramaki.kit.grpc.matrix.SubtreeMatrix.Neighbour;
import io.aramaki.kit.grpc.testbed.Contract;
import io.aramaki.kit.grpc.testbed.Testbed;
import io.aramaki.kit.name.ResourceName;
import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SubtreeMatrixTest {
  @TempDir Path directory;

  private static Contract contract() {
    return new Contract()
        .unary(
            "Get",
            "callers: PERSON role: VIEWER scope: SYSTEM resource_field: 'name'",
            "/v1/{name=orgs/*/notes/*}",
            request -> request)
        .unary(
            "Change",
            "callers: PERSON role: OPERATOR scope: SYSTEM resource_field: 'inner.name' change: true",
            "/v1/{inner.name=orgs/*/notes/*}",
            request -> request)
        .unary(
            "Delete",
            "callers: PERSON role: ADMIN scope: ORGANISATION change: true",
            "/v1/{name=orgs/*/notes/*}",
            request -> request)
        .unary("List", "callers: PERSON role: VIEWER scope: FILTERED", request -> request);
  }

  @Test
  void everyRpc_ofAServerThatFindsTheRightSystem_isAsExpected() {
    assertThat(failures("web", true)).isEmpty();
  }

  @Test
  void everyRpcAboutASystem_ofAServerThatFindsTheWrongOne_fails() {
    assertThat(failures("elsewhere", true))
        .hasSize(4)
        .anySatisfy(failure ->
            assertThat(failure)
                .contains("Probe/Get by OPERATOR of another subtree: expected PERMISSION_DENIED"))
        .anySatisfy(failure ->
            assertThat(failure)
                .contains("Probe/Change by OPERATOR of its subtree: expected admitted"));
  }

  @Test
  void everyRpcAboutAResource_ofWhichNoneWasMade_fails() {
    assertThat(failures("web", false))
        .contains(
            "test.v1.Probe/Get has no orgs/*/notes/* to try",
            "test.v1.Probe/Change has no orgs/*/notes/* to try",
            "test.v1.Probe/Delete has no orgs/*/notes/* to try")
        .noneMatch(failure -> failure.contains("/List"));
  }

  /// Tries a note of the system `web`.
  ///
  /// @param found the system in which the server finds it
  private List<String> failures(String found, boolean exists) {
    var contract = contract();
    var systemOf =
        SystemOf.systems()
            .with(
                "notes",
                note ->
                    Optional.of(ResourceName.org(note.org()).child("systems", found).toString()));
    try (var testbed = Testbed.start(directory, contract, systemOf)) {
      var organisation = testbed.organisation();
      organisation.grant(
          "kim",
          Right.newBuilder().setRole(Role.OPERATOR).addSystems(organisation.system("web")).build());
      String note = organisation.org().resourceName() + "/notes/one";
      return new SubtreeMatrix(List.of(contract.descriptor()), testbed.callers())
          .failures(
              exists ? Map.of("orgs/*/notes/*", note) : Map.of(),
              List.of(Neighbour.operator("operator", false), Neighbour.operator("kim", true)));
    }
  }
}
