package io.aramaki.inventory.grpc.control;

import io.aramaki.agent.v1.RunEvent;
import io.aramaki.inventory.domain.Bytes;
import io.aramaki.inventory.domain.run.agent.RunEvent.Finished;
import io.aramaki.inventory.domain.run.agent.RunEvent.Lost;
import io.aramaki.inventory.domain.run.agent.RunEvent.Output;
import io.aramaki.inventory.domain.run.agent.RunEvent.Refused;
import io.aramaki.inventory.domain.run.agent.RunEvent.Started;
import io.aramaki.kit.grpc.Times;
import java.time.Instant;
import java.util.OptionalInt;

/// Translates what an agent's journal says about a run.
final class RunEvents {
  private static final int TEXT_LENGTH_MAX = 1000;

  private RunEvents() {}

  /// @throws IllegalArgumentException if it is no event
  static io.aramaki.inventory.domain.run.agent.RunEvent event(RunEvent event) {
    long seq = event.getSeq();
    if (seq < 1) {
      throw new IllegalArgumentException("a run event's seq counts from 1");
    }
    Instant time = Times.instant("run_event.event_time", event.getEventTime());
    return switch (event.getEventCase()) {
      case STARTED -> new Started(seq, time);
      case OUTPUT ->
          new Output(
              seq,
              time,
              event.getOutput().getOffset(),
              Bytes.of(event.getOutput().getData().toByteArray()));
      case FINISHED -> finished(seq, time, event.getFinished());
      case REFUSED ->
          new Refused(
              seq,
              time,
              text(event.getRefused().getReason()),
              text(event.getRefused().getMessage()));
      case LOST -> new Lost(seq, time);
      case EVENT_NOT_SET -> throw new IllegalArgumentException("a run event says nothing");
    };
  }

  private static Finished finished(long seq, Instant time, RunEvent.Finished finished) {
    if (finished.getOutputLengthBytes() < 0) {
      throw new IllegalArgumentException("a length is not negative");
    }
    return new Finished(
        seq,
        time,
        finished.hasExitCode() ? OptionalInt.of(finished.getExitCode()) : OptionalInt.empty(),
        text(finished.getError()),
        finished.getOutputLengthBytes());
  }

  /// An agent's words are shown to people: neither long nor with control characters.
  private static String text(String text) {
    String cut = text.length() > TEXT_LENGTH_MAX ? text.substring(0, TEXT_LENGTH_MAX) : text;
    return cut.replaceAll("\\p{Cntrl}", " ");
  }
}
