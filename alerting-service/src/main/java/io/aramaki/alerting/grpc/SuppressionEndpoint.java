package io.aramaki.alerting.grpc;

import io.aramaki.alerting.domain.AlertingException;
import io.aramaki.alerting.domain.suppress.Suppression;
import io.aramaki.alerting.engine.Engine;
import io.aramaki.alerting.v1.CreateSuppressionRequest;
import io.aramaki.alerting.v1.ExpireSuppressionRequest;
import io.aramaki.alerting.v1.GetSuppressionRequest;
import io.aramaki.alerting.v1.ListSuppressionsRequest;
import io.aramaki.alerting.v1.ListSuppressionsResponse;
import io.aramaki.alerting.v1.SuppressionServiceGrpc;
import io.aramaki.kit.grpc.Paging;
import io.aramaki.kit.grpc.RequestNames;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.type.v1.Role;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// `SuppressionService` on the wire.
final class SuppressionEndpoint extends SuppressionServiceGrpc.SuppressionServiceImplBase {
  private final Engine engine;
  private static final String SUPPRESSIONS = "suppressions";

  /// The longest request id, in characters.
  private static final int REQUEST_ID_MAX = 64;

  private final SuppressionMapper mapper;
  private final RequestNames names;
  private final Supplier<UUID> ids;
  private final Function<String, Set<String>> subtree;

  /// @param subtree the systems below one, itself included
  SuppressionEndpoint(
      Engine engine,
      SuppressionMapper mapper,
      RequestNames names,
      Supplier<UUID> ids,
      Function<String, Set<String>> subtree) {
    this.engine = engine;
    this.mapper = mapper;
    this.names = names;
    this.ids = ids;
    this.subtree = subtree;
  }

  @Override
  public void getSuppression(
      GetSuppressionRequest request, StreamObserver<io.aramaki.alerting.v1.Suppression> observer) {
    Unary.answer(observer, () -> mapper.map(find(id(request.getName())), engine.now()));
  }

  @Override
  public void listSuppressions(
      ListSuppressionsRequest request, StreamObserver<ListSuppressionsResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          var _ = names.organisation("parent", request.getParent());
          var now = engine.now();
          var caller = Caller.current();
          var all =
              engine.read((_, book) ->
                  book.suppressions().stream()
                      .filter(one -> one.system().isEmpty() || caller.maySee(one.system()))
                      .toList());
          var page =
              Paging.ordered(
                  all,
                  request.getPageSize(),
                  request.getPageToken(),
                  SUPPRESSIONS,
                  one ->
                      Places.newestFirst(
                          one.state(now) != Suppression.State.EXPIRED, one.create(), one.id()));
          return ListSuppressionsResponse.newBuilder()
              .addAllSuppressions(page.items().stream().map(one -> mapper.map(one, now)).toList())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }

  @Override
  public void createSuppression(
      CreateSuppressionRequest request,
      StreamObserver<io.aramaki.alerting.v1.Suppression> observer) {
    Unary.answer(
        observer,
        () -> {
          var _ = names.organisation("parent", request.getParent());
          var asked = request.getSuppression();
          var system = names.systemOrNone("suppression.system", asked.getSystem());
          var caller = Caller.current();
          var author = caller.name();
          var id = id(request, author);
          var draft = SuppressionMapper.parse(asked, id, author, system, engine.now());
          var whole = system.isEmpty() ? draft : draft.in(operatedBy(caller, system));
          var made = engine.step((alerting, edit, _) -> alerting.suppress(edit, whole));
          return mapper.map(made, engine.now());
        });
  }

  @Override
  public void expireSuppression(
      ExpireSuppressionRequest request,
      StreamObserver<io.aramaki.alerting.v1.Suppression> observer) {
    Unary.answer(
        observer,
        () -> {
          var id = id(request.getName());
          return mapper.map(
              engine.step((alerting, edit, now) -> alerting.expire(edit, id, now)), engine.now());
        });
  }

  /// The systems below one that the caller operates: a denial within the subtree holds.
  private Set<String> operatedBy(Caller caller, String system) {
    return subtree.apply(system).stream()
        .filter(below -> caller.holds(Role.OPERATOR, below))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// With a request id, a retry names the same suppression.
  private String id(CreateSuppressionRequest request, String author) {
    if (request.getRequestId().length() > REQUEST_ID_MAX) {
      throw new AlertingException.InvalidSuppression(
          "request_id",
          "it has %d characters (expected: at most %d)"
              .formatted(request.getRequestId().length(), REQUEST_ID_MAX));
    }
    return request.getRequestId().isEmpty()
        ? ids.get().toString()
        : UUID.nameUUIDFromBytes(
                (author + "|" + request.getRequestId()).getBytes(StandardCharsets.UTF_8))
            .toString();
  }

  private Suppression find(String id) {
    return engine
        .read((_, book) -> book.suppression(id))
        .orElseThrow(() -> new AlertingException.SuppressionNotFound(id));
  }

  private String id(String name) {
    return names.in(SUPPRESSIONS, "name", name).id();
  }
}
