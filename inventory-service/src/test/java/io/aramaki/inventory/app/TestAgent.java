package io.aramaki.inventory.app;

import com.google.protobuf.ByteString;
import io.aramaki.agent.v1.ActionDefinitionSet;
import io.aramaki.agent.v1.ControlHello;
import io.aramaki.agent.v1.ControlRequest;
import io.aramaki.agent.v1.ControlResponse;
import io.aramaki.agent.v1.ControlSessionServiceGrpc;
import io.aramaki.agent.v1.Dispatch;
import io.aramaki.agent.v1.FactReport;
import io.aramaki.agent.v1.FactReportAck;
import io.aramaki.agent.v1.RunEvent;
import io.aramaki.kit.grpc.Times;
import io.aramaki.kit.security.sign.Signatures;
import io.aramaki.type.v1.KeySet.Key.Purpose;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The control stream as an agent behind the gateway has it. It does nothing by itself.
final class TestAgent implements AutoCloseable {
  private final Rig rig;
  private final Rig.Enrolled agent;
  private final Recorder recorder;

  private TestAgent(Rig rig, Rig.Enrolled agent, boolean reading) {
    this.rig = rig;
    this.agent = agent;
    this.recorder = new Recorder(reading);
    var _ =
        ControlSessionServiceGrpc.newStub(rig.agent(agent.agent(), agent.certificate()))
            .control(recorder);
  }

  /// Opens a stream and says nothing yet.
  static TestAgent silent(Rig rig, Rig.Enrolled agent) {
    return new TestAgent(rig, agent, true);
  }

  /// Opens a session that lasts.
  static TestAgent connect(Rig rig, Rig.Enrolled agent, long boot, String... openRuns) {
    return new TestAgent(rig, agent, true).hello(boot, openRuns);
  }

  /// Opens a session from which the agent never reads.
  static TestAgent deaf(Rig rig, Rig.Enrolled agent, long boot) {
    return new TestAgent(rig, agent, false).hello(boot);
  }

  TestAgent hello(long boot, String... openRuns) {
    send(
        ControlRequest.newBuilder()
            .setHello(
                ControlHello.newBuilder()
                    .setAgentVersion("test")
                    .setBoot(boot)
                    .addAllOpenRuns(List.of(openRuns))));
    return this;
  }

  void facts(long seq, String system, Map<String, String> facts) {
    send(
        ControlRequest.newBuilder()
            .setFacts(
                FactReport.newBuilder()
                    .setSeq(seq)
                    .setSystem(rig.name("systems", system))
                    .putAllFacts(facts)
                    .setObserveTime(Times.timestamp(Instant.now()))));
  }

  void started(String run, long seq) {
    event(run, seq, RunEvent.newBuilder().setStarted(RunEvent.Started.getDefaultInstance()));
  }

  void printed(String run, long seq, String text) {
    event(
        run,
        seq,
        RunEvent.newBuilder()
            .setOutput(RunEvent.Output.newBuilder().setData(ByteString.copyFromUtf8(text))));
  }

  void finished(String run, long seq, int exitCode, long length) {
    event(
        run,
        seq,
        RunEvent.newBuilder()
            .setFinished(
                RunEvent.Finished.newBuilder().setExitCode(exitCode).setOutputLengthBytes(length)));
  }

  void lost(String run, long seq) {
    event(run, seq, RunEvent.newBuilder().setLost(RunEvent.Lost.getDefaultInstance()));
  }

  private void event(String run, long seq, RunEvent.Builder event) {
    send(
        ControlRequest.newBuilder()
            .setRunEvent(
                event.setRun(run).setSeq(seq).setEventTime(Times.timestamp(Instant.now()))));
  }

  void send(ControlRequest.Builder request) {
    recorder.call().onNext(request.build());
  }

  /// Answers the dispatch of a run, once it is there.
  Dispatch awaitDispatch(String run) {
    return Until.present(
        "dispatch of " + run + " to " + agent.agent(),
        () -> dispatches().stream().filter(dispatch -> dispatch.getRun().equals(run)).findFirst());
  }

  List<Dispatch> dispatches() {
    return recorder.received().stream()
        .filter(ControlResponse::hasDispatch)
        .map(this::dispatch)
        .toList();
  }

  Dispatch dispatch(ControlResponse response) {
    return Signatures.verify(
        response.getDispatch(),
        rig.inside.keys.trusted(),
        Purpose.ACTION,
        Dispatch.getDefaultInstance());
  }

  ActionDefinitionSet definitions(ControlResponse response) {
    return Signatures.verify(
        response.getActionDefinitions(),
        rig.inside.keys.trusted(),
        Purpose.ACTION,
        ActionDefinitionSet.getDefaultInstance());
  }

  FactReportAck awaitFactsAck(long seq) {
    return await("ack of facts " + seq, r -> r.hasFactsAck() && r.getFactsAck().getSeq() == seq)
        .getFactsAck();
  }

  void awaitEventAck(String run, long seq) {
    var _ =
        await(
            "ack of event " + seq,
            r ->
                r.hasRunEventAck()
                    && r.getRunEventAck().getRun().equals(run)
                    && r.getRunEventAck().getSeq() == seq);
  }

  /// Waits until inventory counts the agent as connected: its definitions are then on the way.
  TestAgent awaitWelcome() {
    var _ = await("definitions", ControlResponse::hasActionDefinitions);
    return this;
  }

  List<ControlResponse> received() {
    return recorder.received();
  }

  Optional<StatusRuntimeException> ended() {
    return recorder.ended();
  }

  StatusRuntimeException awaitEnd() {
    return Until.present("end of the session of " + agent.agent(), this::ended);
  }

  private ControlResponse await(String what, Predicate<ControlResponse> wanted) {
    return Until.present(
        what + " to " + agent.agent(), () -> received().stream().filter(wanted).findFirst());
  }

  /// Dies without a word.
  @Override
  public void close() {
    if (ended().isEmpty()) {
      recorder.call().cancel("the test agent dies", null);
    }
  }

  private static final class Recorder
      implements ClientResponseObserver<ControlRequest, ControlResponse> {
    private final boolean reading;
    private final List<ControlResponse> received = new ArrayList<>();
    private Optional<ClientCallStreamObserver<ControlRequest>> call = Optional.empty();
    private Optional<StatusRuntimeException> end = Optional.empty();

    Recorder(boolean reading) {
      this.reading = reading;
    }

    @Override
    public synchronized void beforeStart(ClientCallStreamObserver<ControlRequest> stream) {
      call = Optional.of(stream);
      if (!reading) {
        stream.disableAutoRequestWithInitial(0);
      }
    }

    @Override
    public synchronized void onNext(ControlResponse response) {
      received.add(response);
    }

    @Override
    public synchronized void onError(Throwable error) {
      end = Optional.of((StatusRuntimeException) error);
    }

    @Override
    public synchronized void onCompleted() {
      end = Optional.of(new StatusRuntimeException(io.grpc.Status.OK));
    }

    synchronized ClientCallStreamObserver<ControlRequest> call() {
      return call.orElseThrow();
    }

    synchronized List<ControlResponse> received() {
      return List.copyOf(received);
    }

    synchronized Optional<StatusRuntimeException> ended() {
      return end;
    }
  }
}
