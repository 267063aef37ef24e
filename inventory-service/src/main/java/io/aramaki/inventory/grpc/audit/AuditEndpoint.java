package io.aramaki.inventory.grpc.audit;

import com.google.protobuf.ByteString;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.grpc.Tokens;
import io.aramaki.inventory.v1.AnchorChainRequest;
import io.aramaki.inventory.v1.AnchorChainResponse;
import io.aramaki.inventory.v1.AuditRow;
import io.aramaki.inventory.v1.AuditServiceGrpc.AuditServiceImplBase;
import io.aramaki.inventory.v1.ListAuditRowsRequest;
import io.aramaki.inventory.v1.ListAuditRowsResponse;
import io.aramaki.kit.cassandra.audit.AuditRows;
import io.aramaki.kit.grpc.Paging;
import io.aramaki.kit.grpc.Times;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.error.Refusal;
import io.aramaki.kit.page.PageToken;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.audit.AuditEntry;
import io.aramaki.kit.security.audit.ChainedEntry;
import io.aramaki.type.v1.Principal;
import io.grpc.stub.StreamObserver;
import java.util.List;

/// `AuditService`.
public final class AuditEndpoint extends AuditServiceImplBase {
  private static final String INVALID_CHAIN = "INVALID_CHAIN";

  private final AuditRows rows;
  private final Anchors anchors;
  private final Names names;

  public AuditEndpoint(AuditRows rows, Anchors anchors, Names names) {
    this.rows = rows;
    this.anchors = anchors;
    this.names = names;
  }

  @Override
  public void anchorChain(
      AnchorChainRequest request, StreamObserver<AnchorChainResponse> observer) {
    Unary.answer(
        observer,
        () -> AnchorChainResponse.newBuilder().setOrganisationSeq(anchor(request)).build());
  }

  @Override
  public void listAuditRows(
      ListAuditRowsRequest request, StreamObserver<ListAuditRowsResponse> observer) {
    Unary.answer(observer, () -> list(request));
  }

  private long anchor(AnchorChainRequest request) {
    if (!(Caller.current() instanceof Caller.Service service)) {
      throw new IllegalStateException("the declaration admits services only");
    }
    Identity identity = service.identity();
    String own = identity.name() + "/" + identity.instance() + "/";
    if (!request.getChain().startsWith(own)) {
      throw invalid("chain", "\"" + request.getChain() + "\" must begin with " + own);
    }
    if (request.getSeq() < 1) {
      throw invalid("seq", "counts from 1");
    }
    if (request.getHash().size() != Sha256.BYTES) {
      throw invalid("hash", "must have " + Sha256.BYTES + " bytes");
    }
    return anchors.anchor(
        Anchors.head(request.getChain(), request.getSeq(), request.getHash().toByteArray()),
        Principal.newBuilder().setName(service.name()).setKind(Principal.Kind.SERVICE).build());
  }

  private ListAuditRowsResponse list(ListAuditRowsRequest request) {
    names.requireOrg(request.getParent());
    String chain = request.getChain().isEmpty() ? Anchors.ORGANISATION : request.getChain();
    String shape = "audit " + chain;
    int size = Paging.size(request.getPageSize());
    long before =
        Tokens.after(request.getPageToken(), shape, Long::parseLong).orElse(Long.MAX_VALUE);
    List<ChainedEntry> read = rows.readBackwards(chain, before, size + 1);
    List<ChainedEntry> page = read.subList(0, Math.min(size, read.size()));
    return ListAuditRowsResponse.newBuilder()
        .addAllAuditRows(page.stream().map(AuditEndpoint::row).toList())
        .setNextPageToken(
            read.size() > size ? PageToken.at(Long.toString(page.getLast().seq())).text(shape) : "")
        .build();
  }

  private static AuditRow row(ChainedEntry chained) {
    AuditEntry entry = chained.entry();
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

  private static Refusal invalid(String field, String problem) {
    return Errors.invalid(INVALID_CHAIN, field, problem);
  }
}
