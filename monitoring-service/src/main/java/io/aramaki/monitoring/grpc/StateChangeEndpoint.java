package io.aramaki.monitoring.grpc;

import io.aramaki.kit.grpc.ServerStreams;
import io.aramaki.kit.grpc.StreamSink;
import io.aramaki.monitoring.domain.MonitoringException.CursorAhead;
import io.aramaki.monitoring.domain.MonitoringException.InvalidArgument;
import io.aramaki.monitoring.domain.check.RecordedChange;
import io.aramaki.monitoring.domain.shard.Shards;
import io.aramaki.monitoring.grpc.message.StateMapper;
import io.aramaki.monitoring.v1.StateChangeServiceGrpc.StateChangeServiceImplBase;
import io.aramaki.monitoring.v1.WatchStateChangesRequest;
import io.aramaki.monitoring.v1.WatchStateChangesResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Streams state changes: whatever is behind a consumer's cursors is read from the log, and new
/// ones are read when they are announced. Nothing is kept in memory for a slow consumer.
final class StateChangeEndpoint extends StateChangeServiceImplBase {
  private static final int PAGE = 200;
  private static final Duration POLL = Duration.ofSeconds(1);

  private final Shards shards;

  StateChangeEndpoint(Shards shards) {
    this.shards = shards;
  }

  @Override
  public void watchStateChanges(
      WatchStateChangesRequest request, StreamObserver<WatchStateChangesResponse> answers) {
    if (request.getConsumer().isBlank()) {
      throw new InvalidArgument("consumer must be set");
    }
    var cursors = new HashMap<Integer, Long>();
    for (WatchStateChangesRequest.Cursor cursor : request.getCursorsList()) {
      if (cursor.getShard() < 0 || cursor.getShard() >= Shards.COUNT || cursor.getSeq() < 0) {
        throw new InvalidArgument(
            "a cursor is of shard 0 to " + (Shards.COUNT - 1) + ", was " + cursor.getShard());
      }
      cursors.put(cursor.getShard(), cursor.getSeq());
    }
    var consumer = new Consumer(cursors, request.getFromHead());
    ServerStreams.serve(answers, consumer::run);
  }

  private final class Consumer {
    private final Map<Integer, Long> cursors;
    private final boolean fromHead;
    private final Set<Integer> expired = new HashSet<>();

    Consumer(Map<Integer, Long> cursors, boolean fromHead) {
      this.cursors = cursors;
      this.fromHead = fromHead;
    }

    void run(StreamSink<WatchStateChangesResponse> sink) throws InterruptedException {
      while (!sink.isEnded()) {
        long seen = shards.signal().count();
        for (Map.Entry<Integer, Long> shard : shards.heads().entrySet()) {
          catchUp(shard.getKey(), shard.getValue(), sink);
        }
        shards.signal().await(seen, POLL);
      }
    }

    private void catchUp(int shard, long head, StreamSink<WatchStateChangesResponse> sink) {
      long cursor = cursors.computeIfAbsent(shard, _ -> fromHead ? head : 0L);
      if (cursor > head) {
        throw new CursorAhead(shard, cursor, head);
      }
      while (cursor < head) {
        List<RecordedChange> changes = known(shard, cursor, head);
        if (changes.isEmpty()) {
          // All of them have expired; the next one that comes says so.
          expired.add(shard);
          cursors.put(shard, head);
          return;
        }
        var response = WatchStateChangesResponse.newBuilder();
        response.setTruncated(expired.remove(shard) || changes.getFirst().seq() > cursor + 1);
        changes.forEach(change -> response.addChanges(StateMapper.toProto(change)));
        sink.send(response.build());
        cursor = changes.getLast().seq();
        cursors.put(shard, cursor);
      }
    }

    /// The next changes up to the head. A row is there before its writer has the answer; sent so
    /// early, it would put the cursor ahead of the head.
    private List<RecordedChange> known(int shard, long cursor, long head) {
      return shards.changes(shard, cursor, PAGE).stream()
          .takeWhile(change -> change.seq() <= head)
          .toList();
    }
  }
}
