package io.aramaki.inventory.grpc;

import io.aramaki.agent.v1.ControlHello;
import io.aramaki.agent.v1.ControlRequest;
import io.aramaki.agent.v1.ControlResponse;
import io.aramaki.agent.v1.ControlSessionServiceGrpc;
import io.aramaki.agent.v1.FactReport;
import io.aramaki.agent.v1.FactReportAck;
import io.aramaki.agent.v1.RunEventAck;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.InventoryException;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.agent.Agents;
import io.aramaki.inventory.domain.fact.Facts;
import io.aramaki.inventory.domain.run.RunEvent;
import io.aramaki.inventory.domain.run.Runs;
import io.aramaki.kit.grpc.ServerStreams;
import io.aramaki.kit.grpc.StreamSink;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.grpc.error.Errors;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `ControlSessionService` on the wire: one stream of one agent.
final class ControlEndpoint extends ControlSessionServiceGrpc.ControlSessionServiceImplBase {
  private static final Logger log = LoggerFactory.getLogger(ControlEndpoint.class);

  private final Agents agents;
  private final Facts facts;
  private final Runs runs;
  private final ControlRegistry registry;
  private final Names names;

  ControlEndpoint(Agents agents, Facts facts, Runs runs, ControlRegistry registry, Names names) {
    this.agents = agents;
    this.facts = facts;
    this.runs = runs;
    this.registry = registry;
    this.names = names;
  }

  @Override
  public StreamObserver<ControlRequest> control(StreamObserver<ControlResponse> observer) {
    if (!(Caller.current() instanceof Caller.Agent caller)) {
      throw new IllegalStateException("admitted by mistake");
    }
    return new Stream(
        names.agent(Kind.AGENT, "caller", caller.name()),
        caller.name(),
        ServerStreams.sink(observer));
  }

  /// The requests of one stream, one after the other.
  private final class Stream implements StreamObserver<ControlRequest> {
    private final AgentId agent;
    private final String name;
    private final StreamSink<ControlResponse> sink;
    private @Nullable ControlConnection connection;

    Stream(AgentId agent, String name, StreamSink<ControlResponse> sink) {
      this.agent = agent;
      this.name = name;
      this.sink = sink;
    }

    @Override
    public void onNext(ControlRequest request) {
      try {
        take(request);
      } catch (RuntimeException e) {
        leave();
        sink.fail(e);
      }
    }

    private void take(ControlRequest request) {
      switch (request.getMessageCase()) {
        case HELLO -> hello(request.getHello());
        case FACTS -> facts(request.getFacts());
        case RUN_EVENT -> event(request.getRunEvent());
        case MESSAGE_NOT_SET ->
            throw Errors.of(Code.INVALID_ARGUMENT, "INVALID_FRAME", "a message without content");
      }
    }

    private void hello(ControlHello hello) {
      if (connection != null) {
        throw Errors.of(Code.INVALID_ARGUMENT, "INVALID_FRAME", "a second hello on one stream");
      }
      if (agents.get(agent).isRevoked()) {
        throw new InventoryException.Revoked(name);
      }
      var open = new HashSet<RunId>();
      hello.getOpenRunsList().forEach(run -> open.add(names.run("open_runs", run)));
      connection = registry.connect(agent, hello, open, sink);
    }

    private void facts(FactReport report) {
      requireHello();
      var system = names.system(Kind.SYSTEM, "facts.system", report.getSystem());
      if (!agents.get(agent).subjects().contains(system)) {
        throw Errors.of(
            Code.PERMISSION_DENIED,
            "SUBJECT_NOT_ALLOWED",
            name + " may not report facts about " + report.getSystem());
      }
      var _ =
          facts.report(
              new io.aramaki.inventory.domain.fact.FactReport(
                  system, agent, report.getFactsMap(), Times.instant(report.getObserveTime())));
      sink.send(
          ControlResponse.newBuilder()
              .setFactsAck(FactReportAck.newBuilder().setSeq(report.getSeq()))
              .build());
    }

    private void event(io.aramaki.agent.v1.RunEvent event) {
      requireHello();
      var reception =
          runs.on(
              agent, name, names.run("run_event.run", event.getRun()), RunEventMapper.map(event));
      switch (reception) {
        case TAKEN, FOREIGN ->
            sink.send(
                ControlResponse.newBuilder()
                    .setRunEventAck(
                        RunEventAck.newBuilder().setRun(event.getRun()).setSeq(event.getSeq()))
                    .build());
        case GAP ->
            throw Errors.of(
                Code.FAILED_PRECONDITION,
                "RUN_EVENT_GAP",
                "events of %s are missing before %d; begin again from the first that is not acknowledged"
                    .formatted(event.getRun(), event.getSeq()));
      }
    }

    private void requireHello() {
      if (connection == null) {
        throw Errors.of(
            Code.INVALID_ARGUMENT, "INVALID_FRAME", "the first message must be a hello");
      }
    }

    private void leave() {
      if (connection != null) {
        registry.disconnect(agent, connection);
      }
    }

    @Override
    public void onError(Throwable error) {
      log.atDebug()
          .addKeyValue("agent", name)
          .addKeyValue("error", error.toString())
          .log("control stream ended");
      leave();
    }

    @Override
    public void onCompleted() {
      leave();
      sink.end();
    }
  }

  /// Events of runs on the wire.
  private static final class RunEventMapper {
    private RunEventMapper() {}

    static RunEvent map(io.aramaki.agent.v1.RunEvent event) {
      long seq = event.getSeq();
      var time = Times.instant(event.getEventTime());
      return switch (event.getEventCase()) {
        case STARTED -> new RunEvent.Started(seq, time);
        case OUTPUT ->
            new RunEvent.Output(
                seq,
                time,
                event.getOutput().getOffset(),
                io.aramaki.inventory.domain.Bytes.of(event.getOutput().getData().toByteArray()));
        case FINISHED -> {
          var finished = event.getFinished();
          yield new RunEvent.Finished(
              seq,
              time,
              finished.hasExitCode()
                  ? java.util.OptionalInt.of(finished.getExitCode())
                  : java.util.OptionalInt.empty(),
              finished.getError(),
              finished.getOutputLengthBytes());
        }
        case REFUSED ->
            new RunEvent.Refused(
                seq, time, event.getRefused().getReason(), event.getRefused().getMessage());
        case LOST -> new RunEvent.Lost(seq, time);
        case EVENT_NOT_SET ->
            throw Errors.of(Code.INVALID_ARGUMENT, "INVALID_FRAME", "a run event without content");
      };
    }
  }
}
