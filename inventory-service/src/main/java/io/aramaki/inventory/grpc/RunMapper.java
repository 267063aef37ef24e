package io.aramaki.inventory.grpc;

import io.aramaki.inventory.domain.run.Run;
import io.aramaki.inventory.domain.run.RunState;
import java.nio.charset.StandardCharsets;

/// Runs on the wire.
final class RunMapper {
  private static final int TRACE_START = 3;
  private static final int TRACE_END = 35;

  private final Names names;

  RunMapper(Names names) {
    this.names = names;
  }

  /// A run without its output.
  io.aramaki.inventory.v1.Run map(Run run) {
    var order = run.order();
    var trace = order.traceparent();
    var builder =
        io.aramaki.inventory.v1.Run.newBuilder()
            .setName(order.id().in(names.org()))
            .setSystem(names.of(order.system()))
            .setAgent(order.agent().in(names.org()))
            .setState(io.aramaki.inventory.v1.Run.State.valueOf(run.state().word()))
            .setRequester(order.requester())
            .putAllParameters(order.parameters())
            .addAllCommand(order.command())
            .setCreateTime(Times.timestamp(order.createTime()))
            .setExpireTime(Times.timestamp(order.expireTime()))
            .setOutputLengthBytes(run.outputLength())
            .setTrace(trace.length() < TRACE_END ? "" : trace.substring(TRACE_START, TRACE_END));
    state(builder, run.state());
    return builder.build();
  }

  /// A run with the head and the tail of its output.
  io.aramaki.inventory.v1.Run map(Run run, byte[] output) {
    return map(run).toBuilder().setOutput(new String(output, StandardCharsets.UTF_8)).build();
  }

  private static void state(io.aramaki.inventory.v1.Run.Builder builder, RunState state) {
    switch (state) {
      case RunState.Requested _, RunState.Approved _ -> {}
      case RunState.Started started -> builder.setStartTime(Times.timestamp(started.startTime()));
      case RunState.Succeeded done ->
          builder
              .setStartTime(Times.timestamp(done.startTime()))
              .setEndTime(Times.timestamp(done.endTime()))
              .setExitCode(0);
      case RunState.Failed failed -> {
        builder
            .setStartTime(Times.timestamp(failed.startTime()))
            .setEndTime(Times.timestamp(failed.endTime()))
            .setError(failed.error());
        failed.exitCode().ifPresent(builder::setExitCode);
      }
      case RunState.Denied denied ->
          builder.setEndTime(Times.timestamp(denied.endTime())).setError(denied.reason());
      case RunState.Expired expired ->
          builder
              .setEndTime(Times.timestamp(expired.endTime()))
              .setError("it was not started in time");
      case RunState.Cancelled cancelled -> builder.setEndTime(Times.timestamp(cancelled.endTime()));
      case RunState.Unknown unknown -> {
        builder.setEndTime(Times.timestamp(unknown.endTime())).setError(unknown.error());
        unknown.startTime().ifPresent(time -> builder.setStartTime(Times.timestamp(time)));
      }
    }
  }
}
