package io.aramaki.inventory.grpc.action;

import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.Page;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.action.Action;
import io.aramaki.inventory.domain.action.Actions;
import io.aramaki.inventory.domain.run.RunNews;
import io.aramaki.inventory.domain.run.RunRequest;
import io.aramaki.inventory.domain.run.RunStore.Position;
import io.aramaki.inventory.domain.run.Runs;
import io.aramaki.inventory.domain.run.output.RunOutput;
import io.aramaki.inventory.grpc.Changes;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.grpc.Tokens;
import io.aramaki.inventory.grpc.VisiblePages;
import io.aramaki.inventory.v1.CancelRunRequest;
import io.aramaki.inventory.v1.GetRunRequest;
import io.aramaki.inventory.v1.ListRunsRequest;
import io.aramaki.inventory.v1.ListRunsResponse;
import io.aramaki.inventory.v1.Run;
import io.aramaki.inventory.v1.RunActionRequest;
import io.aramaki.inventory.v1.RunServiceGrpc.RunServiceImplBase;
import io.aramaki.inventory.v1.WatchRunRequest;
import io.aramaki.inventory.v1.WatchRunResponse;
import io.aramaki.kit.grpc.Paging;
import io.aramaki.kit.grpc.ServerStreams;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.name.ResourceName;
import io.aramaki.kit.page.PageToken;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// `RunService`.
public final class RunEndpoint extends RunServiceImplBase {
  private static final int POSITION_PARTS = 3;

  private final Actions actions;
  private final Runs runs;
  private final RunOutput output;
  private final RunNews news;
  private final Consumer<RunId> requested;
  private final Names names;
  private final ActionMapper actionMapper;
  private final RunMapper mapper;

  /// @param requested told of every new run, so that it is sent at once if its agent is here
  public RunEndpoint(
      Actions actions,
      Runs runs,
      RunOutput output,
      RunNews news,
      Consumer<RunId> requested,
      Names names) {
    this.actions = actions;
    this.runs = runs;
    this.output = output;
    this.news = news;
    this.requested = requested;
    this.names = names;
    this.actionMapper = new ActionMapper(names);
    this.mapper = new RunMapper(names);
  }

  @Override
  public void runAction(RunActionRequest request, StreamObserver<Run> observer) {
    Unary.answer(observer, () -> request(request));
  }

  @Override
  public void getRun(GetRunRequest request, StreamObserver<Run> observer) {
    Unary.answer(
        observer,
        () -> {
          var run = runs.get(names.run(request.getName()));
          return mapper.proto(run, output.read(run.id(), run.outputLength()));
        });
  }

  @Override
  public void listRuns(ListRunsRequest request, StreamObserver<ListRunsResponse> observer) {
    Unary.answer(observer, () -> list(request));
  }

  @Override
  public void cancelRun(CancelRunRequest request, StreamObserver<Run> observer) {
    Unary.answer(
        observer,
        () -> mapper.proto(runs.cancel(names.run(request.getName()), Changes.byCaller())));
  }

  @Override
  public void watchRun(WatchRunRequest request, StreamObserver<WatchRunResponse> observer) {
    RunId id = runs.get(names.run(request.getName())).id();
    ServerStreams.serve(observer, sink -> new RunStream(runs, output, news, mapper).run(id, sink));
  }

  /// The declaration asks for an operator; the action itself may ask for more.
  private Run request(RunActionRequest request) {
    Action action = actions.get(names.action(request.getName()));
    Caller.current()
        .requireSystem(
            ActionMapper.role(action.content().role()), action.content().system().in(names.org()));
    var run =
        runs.request(
            new RunRequest(
                action,
                actionMapper.sha256(action),
                request.getParametersMap(),
                request.getRequestId(),
                Changes.byCaller()));
    requested.accept(run.id());
    return mapper.proto(run);
  }

  private ListRunsResponse list(ListRunsRequest request) {
    Caller caller = Caller.current();
    Optional<ActionId> action = action(request.getParent());
    Optional<SystemId> system =
        request.getSystem().isEmpty()
            ? Optional.empty()
            : Optional.of(names.system(request.getSystem()));
    String shape = "runs " + action + " " + system;
    Page<Listed> page =
        VisiblePages.read(
            Tokens.position(request.getPageToken(), shape, POSITION_PARTS)
                .map(parts -> String.join("/", parts)),
            Paging.size(request.getPageSize()),
            (after, size) -> read(action, after, size),
            listed ->
                system.map(listed.system()::equals).orElse(true)
                    && caller.maySee(listed.system().in(names.org())),
            listed -> key(listed.position()));
    return ListRunsResponse.newBuilder()
        .addAllRuns(page.items().stream().map(Listed::run).toList())
        .setNextPageToken(
            page.next().map(key -> PageToken.at(key.split("/", -1)).text(shape)).orElse(""))
        .build();
  }

  private record Listed(Position position, SystemId system, Run run) {}

  /// A place in the list may name a run that was never kept: it is passed over.
  private Page<Listed> read(Optional<ActionId> action, Optional<String> after, int size) {
    Page<Position> page =
        Page.cut(
            runs.list(action, after.map(RunEndpoint::position), size + 1), size, RunEndpoint::key);
    List<Listed> found =
        page.items().stream()
            .flatMap(position ->
                runs.find(position.run()).stream()
                    .map(run -> new Listed(position, run.order().system(), mapper.proto(run))))
            .toList();
    return new Page<>(found, page.next());
  }

  private Optional<ActionId> action(String parent) {
    ResourceName org = ResourceName.parse(parent.replaceFirst("/actions/-$", ""));
    if (org.isIn()) {
      names.requireOrg(org.toString());
      return Optional.empty();
    }
    return Optional.of(names.action(parent));
  }

  private static String key(Position position) {
    return position.createTime().toEpochMilli()
        + "/"
        + position.run().action()
        + "/"
        + position.run().value();
  }

  private static Position position(String key) {
    String[] parts = key.split("/", -1);
    try {
      return new Position(
          Instant.ofEpochMilli(Long.parseLong(parts[0])),
          new RunId(new ActionId(parts[1]), UUID.fromString(parts[2])));
    } catch (IllegalArgumentException _) {
      throw Tokens.foreign();
    }
  }
}
