package io.aramaki.inventory.grpc;

import com.google.protobuf.ByteString;
import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.Digests;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.action.Actions;
import io.aramaki.inventory.domain.run.Run;
import io.aramaki.inventory.domain.run.RunNews;
import io.aramaki.inventory.domain.run.RunOutput;
import io.aramaki.inventory.domain.run.RunRequest;
import io.aramaki.inventory.domain.run.RunStore.Position;
import io.aramaki.inventory.domain.run.RunWork;
import io.aramaki.inventory.domain.run.Runs;
import io.aramaki.inventory.v1.CancelRunRequest;
import io.aramaki.inventory.v1.GetRunRequest;
import io.aramaki.inventory.v1.ListRunsRequest;
import io.aramaki.inventory.v1.ListRunsResponse;
import io.aramaki.inventory.v1.RunActionRequest;
import io.aramaki.inventory.v1.RunServiceGrpc;
import io.aramaki.inventory.v1.WatchRunRequest;
import io.aramaki.inventory.v1.WatchRunResponse;
import io.aramaki.kit.grpc.Paging;
import io.aramaki.kit.grpc.ServerStreams;
import io.aramaki.kit.grpc.StreamSink;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.page.PageToken;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// `RunService` on the wire.
final class RunEndpoint extends RunServiceGrpc.RunServiceImplBase {
  /// From one look at a watched run to the next, if another instance changed it.
  private static final Duration LOOK = Duration.ofMillis(500);

  /// The most chunks of output in one look.
  private static final int CHUNKS_PER_LOOK = 64;

  /// The most rows that one list reads to find those that the caller may see.
  private static final int ROWS_MAX = 2_000;

  private final Runs runs;
  private final RunWork work;
  private final RunOutput output;
  private final RunNews news;
  private final Actions actions;
  private final ActionMapper definitions;
  private final RunMapper mapper;
  private final Names names;

  RunEndpoint(RunParts parts, Actions actions, Names names) {
    this.runs = parts.runs();
    this.work = parts.work();
    this.output = parts.output();
    this.news = parts.news();
    this.actions = actions;
    this.definitions = new ActionMapper(names);
    this.mapper = new RunMapper(names);
    this.names = names;
  }

  @Override
  public void runAction(
      RunActionRequest request, StreamObserver<io.aramaki.inventory.v1.Run> observer) {
    Unary.answer(
        observer,
        () -> {
          var action = actions.get(names.action(Kind.ACTION, "name", request.getName()));
          Caller.current()
              .requireSystem(
                  RoleMapper.map(action.content().role()), names.of(action.content().system()));
          var digest = Digests.sha256Hex(definitions.definition(action).toByteArray());
          var run =
              runs.request(
                  new RunRequest(
                      action,
                      digest,
                      request.getParametersMap(),
                      request.getRequestId(),
                      Asked.now()));
          work.tend(run.id());
          return mapper.map(runs.get(run.id()));
        });
  }

  @Override
  public void getRun(GetRunRequest request, StreamObserver<io.aramaki.inventory.v1.Run> observer) {
    Unary.answer(
        observer,
        () -> {
          var run = runs.get(id(request.getName()));
          return mapper.map(run, output.read(run.id(), run.outputLength()));
        });
  }

  @Override
  public void listRuns(ListRunsRequest request, StreamObserver<ListRunsResponse> observer) {
    Unary.answer(observer, () -> list(request));
  }

  @Override
  public void cancelRun(
      CancelRunRequest request, StreamObserver<io.aramaki.inventory.v1.Run> observer) {
    Unary.answer(observer, () -> mapper.map(runs.cancel(id(request.getName()), Asked.now())));
  }

  @Override
  public void watchRun(WatchRunRequest request, StreamObserver<WatchRunResponse> observer) {
    var id = id(request.getName());
    var first = runs.get(id);
    ServerStreams.serve(
        observer,
        sink -> {
          try (var watcher = news.watch(id)) {
            watch(first, watcher, sink);
          }
        });
  }

  private void watch(Run first, RunNews.Watcher watcher, StreamSink<WatchRunResponse> sink)
      throws InterruptedException {
    var run = first;
    sink.send(WatchRunResponse.newBuilder().setRun(mapper.map(run)).build());
    long offset = 0;
    while (true) {
      offset = sendOutput(run.id(), offset, sink);
      if (run.hasEnded() && offset >= run.outputLength()) {
        return;
      }
      watcher.await(LOOK.toNanos());
      var next = runs.get(run.id());
      if (!next.state().word().equals(run.state().word())) {
        offset = sendOutput(run.id(), offset, sink);
        sink.send(WatchRunResponse.newBuilder().setRun(mapper.map(next)).build());
      }
      if (next.hasEnded() && run.hasEnded()) {
        return;
      }
      run = next;
    }
  }

  private long sendOutput(RunId id, long from, StreamSink<WatchRunResponse> sink)
      throws InterruptedException {
    long offset = from;
    for (var chunk : output.after(id, from, CHUNKS_PER_LOOK)) {
      sink.send(
          WatchRunResponse.newBuilder()
              .setOutput(ByteString.copyFrom(chunk.data().toArray()))
              .build());
      offset = chunk.offset() + chunk.data().length();
    }
    return offset;
  }

  private ListRunsResponse list(ListRunsRequest request) {
    var caller = Caller.current();
    int size = Paging.size(request.getPageSize());
    var shape = "runs " + request.getParent() + " " + request.getSystem();
    Optional<SystemId> system =
        names.optional(request.getSystem(), name -> names.system(Kind.RUN, "system", name));
    var after = Paging.token(request.getPageToken(), shape, 3).map(token -> position(token));
    var answer = ListRunsResponse.newBuilder();
    int read = 0;
    while (answer.getRunsCount() < size && read < ROWS_MAX) {
      var rows = runs.list(action(request.getParent()), after, size);
      for (var row : rows) {
        read++;
        after = Optional.of(row);
        runs.find(row.run())
            .filter(run -> caller.maySee(names.of(run.order().system())))
            .filter(run -> system.map(run.order().system()::equals).orElse(true))
            .ifPresent(run -> answer.addRuns(mapper.map(run)));
        if (answer.getRunsCount() == size) {
          break;
        }
      }
      if (rows.size() < size) {
        return answer.build();
      }
    }
    return answer
        .setNextPageToken(after.map(position -> token(position).text(shape)).orElse(""))
        .build();
  }

  private Optional<ActionId> action(String parent) {
    return parent.endsWith("/actions/-")
        ? Optional.empty()
        : Optional.of(names.action(Kind.RUN, "parent", parent));
  }

  private static PageToken token(Position position) {
    return PageToken.at(
        Long.toString(position.createTime().toEpochMilli()),
        position.run().action().value(),
        position.run().value().toString());
  }

  private static Position position(PageToken token) {
    var parts = token.position();
    var run = new RunId(new ActionId(parts.get(1)), java.util.UUID.fromString(parts.get(2)));
    return new Position(Instant.ofEpochMilli(Long.parseLong(parts.get(0))), run);
  }

  private RunId id(String name) {
    return names.run("name", name);
  }
}
