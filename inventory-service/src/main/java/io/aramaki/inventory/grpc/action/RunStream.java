package io.aramaki.inventory.grpc.action;

import com.google.protobuf.ByteString;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.run.Run;
import io.aramaki.inventory.domain.run.RunNews;
import io.aramaki.inventory.domain.run.Runs;
import io.aramaki.inventory.domain.run.output.RunOutput;
import io.aramaki.inventory.domain.run.output.RunOutputStore.Chunk;
import io.aramaki.inventory.v1.WatchRunResponse;
import io.aramaki.kit.grpc.StreamSink;
import java.time.Duration;
import java.util.List;

/// Tells a watcher the states of a run and what it prints, from the beginning to the end.
///
/// The agent may be connected to another instance, so the run is read again every half second; a
/// change that happens here is told at once.
final class RunStream {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final int CHUNKS = 64;

  private final Runs runs;
  private final RunOutput output;
  private final RunNews news;
  private final RunMapper mapper;
  private long printed;

  RunStream(Runs runs, RunOutput output, RunNews news, RunMapper mapper) {
    this.runs = runs;
    this.output = output;
    this.news = news;
    this.mapper = mapper;
  }

  void run(RunId id, StreamSink<WatchRunResponse> sink) throws InterruptedException {
    try (RunNews.Watcher watcher = news.watch(id)) {
      int transitions = 0;
      while (true) {
        Run run = runs.get(id);
        sendOutput(run, sink);
        if (run.transitions().size() > transitions) {
          transitions = run.transitions().size();
          sink.send(WatchRunResponse.newBuilder().setRun(mapper.proto(run)).build());
        }
        if (run.hasEnded()) {
          return;
        }
        watcher.await(LOOK_AGAIN.toNanos());
      }
    }
  }

  /// A watcher who is slower than a long output misses its middle, and is shown that by dots.
  private void sendOutput(Run run, StreamSink<WatchRunResponse> sink) {
    while (printed < run.outputLength()) {
      List<Chunk> chunks = output.after(run.id(), printed, CHUNKS);
      for (Chunk chunk : chunks) {
        if (chunk.offset() > printed) {
          send(sink, RunOutput.DOTS);
        }
        send(sink, chunk.data().toArray());
        printed = chunk.end();
      }
      if (chunks.isEmpty()) {
        printed = run.outputLength();
      }
    }
  }

  private static void send(StreamSink<WatchRunResponse> sink, byte[] bytes) {
    sink.send(WatchRunResponse.newBuilder().setOutput(ByteString.copyFrom(bytes)).build());
  }
}
