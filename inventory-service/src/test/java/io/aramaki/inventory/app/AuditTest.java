package io.aramaki.inventory.app;

import static io.aramaki.inventory.app.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.aramaki.inventory.domain.role.Role;
import io.aramaki.inventory.v1.AnchorChainRequest;
import io.aramaki.inventory.v1.AuditRow;
import io.aramaki.inventory.v1.AuditServiceGrpc;
import io.aramaki.inventory.v1.ListAuditRowsRequest;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.kit.testing.CassandraExtension;
import io.grpc.Status.Code;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The anchoring and the reading of audit chains.
@ExtendWith(CassandraExtension.class)
final class AuditTest {
  private final Rig rig;

  AuditTest(CassandraConfig cassandra) {
    rig = Rig.on(cassandra);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alerting/i1/b1",
        "monitoring/another/b1",
        "monitoring",
        "organisation",
        "inventory/one/b1",
        ""
      })
  void chain_thatIsNotTheCallers_isNotAnchored(String chain) {
    // Given
    TlsIdentity monitoring = member("monitoring");
    try (var channel = GrpcClients.channel(rig.target(), monitoring, "inventory")) {
      var audit = AuditServiceGrpc.newBlockingStub(channel);

      // When, Then
      assertRefused(
          Code.INVALID_ARGUMENT, "INVALID_CHAIN", () -> audit.anchorChain(head(chain, 1)));
      assertThat(organisationRows())
          .noneMatch(row -> row.getSummary().startsWith("chain " + chain + " stands at "));
    }
  }

  @Test
  void chain_ofTheCaller_isAnchoredOnceForEachHead() {
    // Given
    TlsIdentity monitoring = member("monitoring");
    String chain = "monitoring/" + monitoring.identity().instance() + "/b1";
    try (var channel = GrpcClients.channel(rig.target(), monitoring, "inventory")) {
      var audit = AuditServiceGrpc.newBlockingStub(channel);

      // When
      long first = audit.anchorChain(head(chain, 7)).getOrganisationSeq();
      long again = audit.anchorChain(head(chain, 7)).getOrganisationSeq();
      long next = audit.anchorChain(head(chain, 8)).getOrganisationSeq();

      // Then
      assertThat(again).isEqualTo(first);
      assertThat(next).isGreaterThan(first);
      assertThat(organisationRows())
          .filteredOn(row -> row.getSummary().startsWith("chain " + chain + " stands at "))
          .hasSize(2)
          .allSatisfy(row ->
              assertThat(row.getPrincipal().getName())
                  .isEqualTo(rig.name("services", "monitoring")));
    }
  }

  @Test
  void head_thatIsNone_isRefused() {
    // Given
    TlsIdentity monitoring = member("monitoring");
    String chain = "monitoring/" + monitoring.identity().instance() + "/b1";
    try (var channel = GrpcClients.channel(rig.target(), monitoring, "inventory")) {
      var audit = AuditServiceGrpc.newBlockingStub(channel);

      // When, Then
      assertRefused(
          Code.INVALID_ARGUMENT, "INVALID_CHAIN", () -> audit.anchorChain(head(chain, 0)));
      assertRefused(
          Code.INVALID_ARGUMENT,
          "INVALID_CHAIN",
          () ->
              audit.anchorChain(
                  head(chain, 1).toBuilder().setHash(ByteString.copyFromUtf8("short")).build()));
    }
  }

  @Test
  void inventory_thatEnds_hasAnchoredItsOwnHead() {
    // Given
    String instance = Rig.fresh("two");
    var app =
        InventoryApp.start(rig.config(instance, rig.monitoring.target()), Environment.system());
    try (app) {
      rig.changeSomething("dns:///" + app.addresses().get("grpc"));
    }

    // When
    String chain = rig.chain("inventory/" + instance + "/");
    long head = rig.inside.auditRows.head(chain).seq();

    // Then
    assertThat(head).isPositive();
    assertThat(organisationRows())
        .extracting(AuditRow::getSummary)
        .anyMatch(summary -> summary.startsWith("chain " + chain + " stands at " + head + ": "));
  }

  @Test
  void rows_ofAChain_areListedNewestFirstAcrossPages() {
    // Given
    TlsIdentity monitoring = member("monitoring");
    String chain = "monitoring/" + monitoring.identity().instance() + "/b1";
    try (var channel = GrpcClients.channel(rig.target(), monitoring, "inventory")) {
      for (int seq = 1; seq <= 3; seq++) {
        var _ = AuditServiceGrpc.newBlockingStub(channel).anchorChain(head(chain, seq));
      }
    }
    var audit = AuditServiceGrpc.newBlockingStub(rig.person(rig.admin()));
    var request = ListAuditRowsRequest.newBuilder().setParent("orgs/-").setPageSize(2);

    // When
    var first = audit.listAuditRows(request.build());
    var second = audit.listAuditRows(request.setPageToken(first.getNextPageToken()).build());

    // Then
    var seqs =
        List.of(
            first.getAuditRows(0).getSeq(),
            first.getAuditRows(1).getSeq(),
            second.getAuditRows(0).getSeq());
    assertThat(seqs)
        .isSortedAccordingTo(java.util.Comparator.reverseOrder())
        .doesNotHaveDuplicates();
    assertRefused(
        Code.INVALID_ARGUMENT,
        "INVALID_PAGE_TOKEN",
        () -> audit.listAuditRows(request.setChain("another").build()));
  }

  @Test
  void rows_askedForByAnAdministratorOfASubtree_areRefused() {
    // Given
    String admin = rig.user(Role.ADMIN, rig.system());

    // When, Then
    assertRefused(
        Code.PERMISSION_DENIED,
        "NO_RIGHT",
        () ->
            AuditServiceGrpc.newBlockingStub(rig.person(admin))
                .listAuditRows(ListAuditRowsRequest.newBuilder().setParent("orgs/-").build()));
  }

  private TlsIdentity member(String service) {
    return rig.identity(Identity.service(rig.inside.keys.org(), service, Rig.fresh("i")));
  }

  private static AnchorChainRequest head(String chain, long seq) {
    return AnchorChainRequest.newBuilder()
        .setChain(chain)
        .setSeq(seq)
        .setHash(ByteString.copyFrom(new byte[32]))
        .build();
  }

  private List<AuditRow> organisationRows() {
    return AuditServiceGrpc.newBlockingStub(rig.person(rig.admin()))
        .listAuditRows(
            ListAuditRowsRequest.newBuilder().setParent("orgs/-").setPageSize(1000).build())
        .getAuditRowsList();
  }
}
