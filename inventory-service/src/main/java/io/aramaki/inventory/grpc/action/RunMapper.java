package io.aramaki.inventory.grpc.action;

import io.aramaki.inventory.domain.Change;
import io.aramaki.inventory.domain.run.RunOrder;
import io.aramaki.inventory.domain.run.RunState;
import io.aramaki.inventory.domain.run.RunState.Approved;
import io.aramaki.inventory.domain.run.RunState.Cancelled;
import io.aramaki.inventory.domain.run.RunState.Denied;
import io.aramaki.inventory.domain.run.RunState.Expired;
import io.aramaki.inventory.domain.run.RunState.Failed;
import io.aramaki.inventory.domain.run.RunState.Requested;
import io.aramaki.inventory.domain.run.RunState.Started;
import io.aramaki.inventory.domain.run.RunState.Succeeded;
import io.aramaki.inventory.domain.run.RunState.Unknown;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.v1.Run;
import io.aramaki.kit.grpc.Times;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Translates runs.
final class RunMapper {
  private final Names names;

  RunMapper(Names names) {
    this.names = names;
  }

  /// Answers a run without its output.
  Run proto(io.aramaki.inventory.domain.run.Run run) {
    RunOrder order = run.order();
    var proto =
        Run.newBuilder()
            .setName(run.id().in(names.org()))
            .setSystem(order.system().in(names.org()))
            .setAgent(order.agent().in(names.org()))
            .setRequester(order.requester())
            .putAllParameters(order.parameters())
            .addAllCommand(order.command())
            .setCreateTime(Times.timestamp(order.createTime()))
            .setExpireTime(Times.timestamp(order.expireTime()))
            .setOutputLengthBytes(run.outputLength())
            .setTrace(new Change(order.requester(), order.traceparent()).trace());
    state(proto, run.state());
    return proto.build();
  }

  /// Bytes that are no UTF-8 show as replacement characters.
  Run proto(io.aramaki.inventory.domain.run.Run run, byte[] output) {
    return proto(run).toBuilder().setOutput(new String(output, StandardCharsets.UTF_8)).build();
  }

  private static void state(Run.Builder run, RunState state) {
    switch (state) {
      case Requested _ -> run.setState(Run.State.REQUESTED);
      case Approved _ -> run.setState(Run.State.APPROVED);
      case Started s -> started(run.setState(Run.State.STARTED), s.startTime());
      case Succeeded s -> {
        started(run.setState(Run.State.SUCCEEDED).setExitCode(0), s.startTime());
        ended(run, s.endTime(), "");
      }
      case Failed s -> {
        started(run.setState(Run.State.FAILED), s.startTime());
        s.exitCode().ifPresent(run::setExitCode);
        ended(run, s.endTime(), s.error());
      }
      case Denied s -> ended(run.setState(Run.State.DENIED), s.endTime(), s.reason());
      case Expired s ->
          ended(run.setState(Run.State.EXPIRED), s.endTime(), "it was not started in time");
      case Cancelled s -> ended(run.setState(Run.State.CANCELLED), s.endTime(), "");
      case Unknown s -> {
        s.startTime().ifPresent(time -> started(run, time));
        ended(run.setState(Run.State.UNKNOWN), s.endTime(), s.error());
      }
    }
  }

  private static void started(Run.Builder run, Instant time) {
    run.setStartTime(Times.timestamp(time));
  }

  private static void ended(Run.Builder run, Instant time, String error) {
    run.setEndTime(Times.timestamp(time)).setError(error);
  }
}
