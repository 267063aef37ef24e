package io.aramaki.inventory.grpc;

import com.google.protobuf.ByteString;
import io.aramaki.inventory.v1.AnchorChainRequest;
import io.aramaki.inventory.v1.AnchorChainResponse;
import io.aramaki.inventory.v1.AuditRow;
import io.aramaki.inventory.v1.AuditServiceGrpc;
import io.aramaki.inventory.v1.ListAuditRowsRequest;
import io.aramaki.inventory.v1.ListAuditRowsResponse;
import io.aramaki.kit.cassandra.audit.AuditRows;
import io.aramaki.kit.grpc.Paging;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.page.PageToken;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.audit.AuditEntry;
import io.aramaki.kit.security.audit.AuditLog;
import io.aramaki.kit.security.audit.ChainedEntry;
import io.aramaki.type.v1.Principal;
import io.grpc.stub.StreamObserver;
import java.util.HexFormat;

/// `AuditService` on the wire.
final class AuditEndpoint extends AuditServiceGrpc.AuditServiceImplBase {
  /// The chain that anchors all others.
  static final String ORGANISATION = "organisation";

  private final AuditRows rows;
  private final AuditLog organisation;

  AuditEndpoint(AuditRows rows, AuditLog organisation) {
    this.rows = rows;
    this.organisation = organisation;
  }

  @Override
  public void anchorChain(
      AnchorChainRequest request, StreamObserver<AnchorChainResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          var bytes = request.getHash().toByteArray();
          var summary =
              "%s stands at %d: %s"
                  .formatted(request.getChain(), request.getSeq(), HexFormat.of().formatHex(bytes));
          var principal =
              Principal.newBuilder()
                  .setName(Caller.current().name())
                  .setKind(Principal.Kind.SERVICE)
                  .build();
          var entry =
              new AuditEntry(
                  principal,
                  "io.aramaki.inventory.v1.AuditService/AnchorChain",
                  request.getChain(),
                  Sha256.of(request.toByteArray()),
                  AuditEntry.summarise(summary),
                  "");
          return AnchorChainResponse.newBuilder()
              .setOrganisationSeq(organisation.append(entry).seq())
              .build();
        });
  }

  @Override
  public void listAuditRows(
      ListAuditRowsRequest request, StreamObserver<ListAuditRowsResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          var chain = request.getChain().isEmpty() ? ORGANISATION : request.getChain();
          int size = Paging.size(request.getPageSize());
          long before =
              Paging.token(request.getPageToken(), chain, 1)
                  .map(token -> Long.parseLong(token.position().getFirst()))
                  .orElse(Long.MAX_VALUE);
          var read = rows.readBackwards(chain, before, size);
          var answer =
              ListAuditRowsResponse.newBuilder()
                  .addAllAuditRows(read.stream().map(AuditEndpoint::map).toList());
          if (read.size() == size && read.getLast().seq() > 1) {
            answer.setNextPageToken(PageToken.at(Long.toString(read.getLast().seq())).text(chain));
          }
          return answer.build();
        });
  }

  private static AuditRow map(ChainedEntry chained) {
    var entry = chained.entry();
    return AuditRow.newBuilder()
        .setChain(chained.chain())
        .setSeq(chained.seq())
        .setRecordTime(Times.timestamp(chained.recordTime()))
        .setPrincipal(entry.principal())
        .setMethod(entry.method())
        .setResource(entry.resource())
        .setRequestSha256(ByteString.copyFrom(entry.requestSha256().bytes()))
        .setSummary(entry.summary())
        .setTrace(entry.trace())
        .setPreviousHash(ByteString.copyFrom(chained.previousHash().bytes()))
        .setHash(ByteString.copyFrom(chained.hash().bytes()))
        .build();
  }
}
