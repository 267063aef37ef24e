package io.aramaki.alerting.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import io.aramaki.alerting.v1.AcknowledgeAlertRequest;
import io.aramaki.alerting.v1.Alert;
import io.aramaki.alerting.v1.AlertServiceGrpc;
import io.aramaki.alerting.v1.CreateSuppressionRequest;
import io.aramaki.alerting.v1.GetAlertRequest;
import io.aramaki.alerting.v1.ListAlertTransitionsRequest;
import io.aramaki.alerting.v1.ListAlertsRequest;
import io.aramaki.alerting.v1.ResolveAlertRequest;
import io.aramaki.alerting.v1.Suppression;
import io.aramaki.alerting.v1.SuppressionServiceGrpc;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.matrix.AccessMatrix;
import io.aramaki.kit.grpc.matrix.AccessTable;
import io.aramaki.kit.grpc.matrix.CallerKind;
import io.aramaki.kit.grpc.matrix.SubtreeMatrix;
import io.aramaki.kit.grpc.matrix.SubtreeMatrix.Neighbour;
import io.aramaki.kit.grpc.matrix.VisibleLists;
import io.aramaki.type.v1.Matcher;
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
  private AlertingBed bed;

  @BeforeEach
  void start() {
    bed = new AlertingBed(directory);
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
    assertThat(matrix.cells()).hasSize(10 * CallerKind.values().length);
    AccessTable.assertUnchanged(matrix, AccessTest.class);
  }

  @Test
  void services_ofTheProtos_areAllInTheTable() throws IOException {
    AccessTable.assertHasAllOf("io.aramaki.alerting.v1", bed.services());
  }

  @Test
  void everyRpcAboutAResource_isForThoseInWhoseSubtreeItLies() {
    // Given
    bed.organisation.grant("otto", right(Role.ADMIN, "elsewhere"));
    bed.organisation.grant("ada", right(Role.ADMIN, "web"));
    var existing =
        Map.of(
            "orgs/*/systems/*", bed.system("web"),
            "orgs/*/alerts/*", bed.alert("web", "http"),
            "orgs/*/suppressions/*", silence("kim", bed.system("web")));

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
  void lists_ofTwoSubtrees_showEachPersonItsOwnAndWhatIsForEverybody() {
    // Given
    var alert = bed.alert("web", "http");
    var theirAlert = bed.alert("elsewhere", "http");
    var secondAlert = bed.alert("web", "disk");
    var theirSecondAlert = bed.alert("elsewhere", "disk");
    var silence = silence("kim", bed.system("web"));
    var theirSilence = silence("operator", bed.system("elsewhere"));
    var secondSilence = silence("kim", bed.system("web"));
    var theirSecondSilence = silence("operator", bed.system("elsewhere"));
    var ofEverything = silence("admin", "");

    // When
    var lists = new VisibleLists(bed.services(), bed.callers());

    // Then
    assertThat(lists.shownTo("kim"))
        .isEqualTo(
            Map.of(
                "ListAlerts", Set.of(alert, secondAlert),
                "ListSuppressions", Set.of(silence, secondSilence, ofEverything)));
    assertThat(lists.shownTo("operator"))
        .isEqualTo(
            Map.of(
                "ListAlerts", Set.of(theirAlert, theirSecondAlert),
                "ListSuppressions", Set.of(theirSilence, theirSecondSilence, ofEverything)));
  }

  @Test
  void alert_ofAnotherSubtree_isNeitherShownNorChangedNorAdmittedToExist() {
    // Given
    var alert = bed.alert("web", "http");

    // When / Then
    assertNoRight("operator", AlertServiceGrpc.getGetAlertMethod(), get(alert));
    assertNoRight("operator", AlertServiceGrpc.getGetAlertMethod(), get(alert + "0"));
    assertNoRight("operator", AlertServiceGrpc.getAcknowledgeAlertMethod(), acknowledge(alert));
    assertNoRight("operator", AlertServiceGrpc.getResolveAlertMethod(), resolve(alert));
    assertNoRight(
        "operator",
        AlertServiceGrpc.getListAlertTransitionsMethod(),
        ListAlertTransitionsRequest.newBuilder().setParent(alert).build());
    assertThat(list("operator")).isEmpty();
    assertThat(list("kim")).containsExactly(alert);
  }

  @Test
  void viewer_ofAnAlert_mayNotChangeIt() {
    // Given
    var alert = bed.alert("web", "http");

    // When / Then
    assertNoRight("viewer", AlertServiceGrpc.getAcknowledgeAlertMethod(), acknowledge(alert));
    assertNoRight("viewer", AlertServiceGrpc.getResolveAlertMethod(), resolve(alert));
    assertThat(bed.call("viewer", AlertServiceGrpc.getGetAlertMethod(), get(alert)).getState())
        .isEqualTo(Alert.State.FIRING);
  }

  @Test
  void suppression_forTheWholeOrganisation_isNotForTheOperatorOfASubtree() {
    // Given
    var everything = CreateSuppressionRequest.newBuilder().setParent(bed.org()).build();
    var elsewhere =
        everything.toBuilder()
            .setSuppression(Suppression.newBuilder().setSystem(bed.system("db")))
            .build();

    // When / Then
    assertNoRight("kim", SuppressionServiceGrpc.getCreateSuppressionMethod(), everything);
    assertNoRight("kim", SuppressionServiceGrpc.getCreateSuppressionMethod(), elsewhere);
  }

  @Test
  void suppression_ofASubtree_leavesOutWhatIsDeniedToItsAuthor() {
    // Given
    var alert = bed.alert("payroll", "http");

    // When / Then
    var _ = silence("kim", bed.system("web"));
    assertThat(
            bed.call("admin", AlertServiceGrpc.getGetAlertMethod(), get(alert))
                .getSuppressionsList())
        .isEmpty();
    var _ = silence("admin", bed.system("web"));
    assertThat(
            bed.call("admin", AlertServiceGrpc.getGetAlertMethod(), get(alert))
                .getSuppressionsList())
        .hasSize(1);
  }

  @Test
  void nameOfASystem_thatIsCalledLikeAnAlert_doesNotLeadToTheAlert() {
    // Given
    var alert = bed.alert("web", "http");
    var id = alert.substring(alert.lastIndexOf('/') + 1);
    bed.organisation.grant("eve", right(Role.OPERATOR, id));

    // When
    var refusal =
        bed.refusal(
            "eve", AlertServiceGrpc.getAcknowledgeAlertMethod(), acknowledge(bed.system(id)));

    // Then
    assertThat(Errors.infoOf(refusal).orElseThrow().getReason()).isEqualTo("INVALID_NAME");
    assertThat(bed.call("kim", AlertServiceGrpc.getGetAlertMethod(), get(alert)).getOwner())
        .isEmpty();
  }

  private Right right(Role role, String system) {
    return Right.newBuilder().setRole(role).addSystems(bed.system(system)).build();
  }

  /// Somebody silences a check below a system, or everywhere.
  ///
  /// @return the resource name of the silence
  private String silence(String author, String system) {
    var silence =
        Suppression.Silence.newBuilder()
            .addMatchers(
                Matcher.newBuilder().setName("check").setOp(Matcher.Op.EQUAL).setValue("http"));
    var request =
        CreateSuppressionRequest.newBuilder()
            .setParent(bed.org())
            .setSuppression(
                Suppression.newBuilder()
                    .setSystem(system)
                    .setReason("work")
                    .setTtl(Duration.newBuilder().setSeconds(60))
                    .setSilence(silence))
            .build();
    return bed.call(author, SuppressionServiceGrpc.getCreateSuppressionMethod(), request).getName();
  }

  private <Q extends Message, R> void assertNoRight(
      String user, MethodDescriptor<Q, R> method, Q request) {
    var refusal = bed.refusal(user, method, request);
    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.PERMISSION_DENIED);
    assertThat(Errors.infoOf(refusal).orElseThrow().getReason()).isEqualTo("NO_RIGHT");
  }

  private List<String> list(String user) {
    return bed
        .call(
            user,
            AlertServiceGrpc.getListAlertsMethod(),
            ListAlertsRequest.newBuilder().setParent(bed.org()).build())
        .getAlertsList()
        .stream()
        .map(Alert::getName)
        .toList();
  }

  private static GetAlertRequest get(String name) {
    return GetAlertRequest.newBuilder().setName(name).build();
  }

  private static AcknowledgeAlertRequest acknowledge(String name) {
    return AcknowledgeAlertRequest.newBuilder().setName(name).build();
  }

  private static ResolveAlertRequest resolve(String name) {
    return ResolveAlertRequest.newBuilder().setName(name).build();
  }
}
