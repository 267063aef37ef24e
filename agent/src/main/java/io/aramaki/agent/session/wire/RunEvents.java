package io.aramaki.agent.session.wire;

import com.google.protobuf.ByteString;
import io.aramaki.agent.v1.RunEvent;
import java.time.Instant;

/// Run events as messages.
public final class RunEvents {
  private RunEvents() {}

  public static RunEvent message(io.aramaki.agent.action.RunEvent event) {
    var message =
        RunEvent.newBuilder()
            .setRun(event.run())
            .setSeq(event.seq())
            .setEventTime(Times.timestamp(Instant.ofEpochMilli(event.timeMs())));
    switch (event.what()) {
      case io.aramaki.agent.action.RunEvent.Started _ ->
          message.setStarted(RunEvent.Started.getDefaultInstance());
      case io.aramaki.agent.action.RunEvent.Output output ->
          message.setOutput(
              RunEvent.Output.newBuilder()
                  .setData(ByteString.copyFrom(output.data()))
                  .setOffset(output.offset()));
      case io.aramaki.agent.action.RunEvent.Finished finished ->
          message.setFinished(finished(finished));
      case io.aramaki.agent.action.RunEvent.NotExecuted refused ->
          message.setRefused(
              RunEvent.Refused.newBuilder()
                  .setReason(refused.reason().name())
                  .setMessage(refused.message()));
      case io.aramaki.agent.action.RunEvent.Lost _ ->
          message.setLost(RunEvent.Lost.getDefaultInstance());
    }
    return message.build();
  }

  private static RunEvent.Finished.Builder finished(
      io.aramaki.agent.action.RunEvent.Finished finished) {
    var message =
        RunEvent.Finished.newBuilder()
            .setError(finished.error())
            .setOutputLengthBytes(finished.outputLength());
    finished.exitCode().ifPresent(message::setExitCode);
    return message;
  }
}
