package io.aramaki.gateway.grpc.call;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.aramaki.inventory.v1.WatchRunResponse;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;

/// Streams that outlive their token. A service ends a stream when the token ends with which it was
/// opened; as long as the person's session is good, the stream is opened again, and what the reader
/// has already is left out.
public final class LongStreams {
  private final PersonCalls calls;

  public LongStreams(PersonCalls calls) {
    this.calls = calls;
  }

  /// Follows a stream to its own end.
  ///
  /// @throws StatusRuntimeException if it fails, or the person's session has ended
  /// @throws InterruptedException if the reader is gone
  public <Q, R extends Message> void follow(
      Credential who, MethodDescriptor<Q, R> rpc, Q request, PersonCalls.Reader<R> reader)
      throws InterruptedException {
    var seen = new Seen();
    while (true) {
      seen.reopened();
      try {
        calls.stream(who, rpc, request, new Fresh<>(seen, reader));
        return;
      } catch (StatusRuntimeException e) {
        if (!PersonCalls.isCredentialEnd(e)) {
          throw e;
        }
      }
    }
  }

  /// Passes on what the reader has not seen.
  private record Fresh<R extends Message>(Seen seen, PersonCalls.Reader<R> reader)
      implements PersonCalls.Reader<R> {
    @Override
    @SuppressWarnings("unchecked") // a WatchRunResponse stays one
    public boolean read(R message) throws InterruptedException {
      return message instanceof WatchRunResponse run
          ? reader.read((R) seen.fresh(run))
          : reader.read(message);
    }

    @Override
    public void silence() throws InterruptedException {
      reader.silence();
    }
  }

  /// How much of a run's output the reader has.
  private static final class Seen {
    private long delivered;
    private long position;

    void reopened() {
      position = 0;
    }

    WatchRunResponse fresh(WatchRunResponse message) {
      ByteString output = message.getOutput();
      long old = Math.min(output.size(), Math.max(0, delivered - position));
      position += output.size();
      delivered = Math.max(delivered, position);
      return old == 0
          ? message
          : message.toBuilder().setOutput(output.substring((int) old)).build();
    }
  }
}
