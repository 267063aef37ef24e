package io.aramaki.gateway.grpc.live;

import io.aramaki.gateway.domain.view.RunView;
import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.call.LongStreams;
import io.aramaki.gateway.grpc.call.PersonCalls;
import io.aramaki.gateway.grpc.page.InventoryViews;
import io.aramaki.inventory.v1.RunServiceGrpc;
import io.aramaki.inventory.v1.WatchRunRequest;
import io.aramaki.inventory.v1.WatchRunResponse;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Follows a run and what it prints.
public final class RunFollower {
  private final LongStreams streams;
  private final String org;

  /// @param org the organisation's resource name
  public RunFollower(LongStreams streams, String org) {
    this.streams = streams;
    this.org = org;
  }

  /// Hears of a run.
  public interface Listener {
    void state(RunView run) throws InterruptedException;

    void output(String text) throws InterruptedException;

    /// Nothing has come for a while; the run goes on.
    void silence() throws InterruptedException;
  }

  /// Follows a run until it ends.
  ///
  /// @throws InterruptedException if the listener is gone
  public void follow(Credential who, String action, String run, Listener listener)
      throws InterruptedException {
    String name = org + "/actions/" + action + "/runs/" + run;
    var text = new Text();
    streams.follow(
        who,
        RunServiceGrpc.getWatchRunMethod(),
        WatchRunRequest.newBuilder().setName(name).build(),
        new PersonCalls.Reader<>() {
          @Override
          public boolean read(WatchRunResponse message) throws InterruptedException {
            deliver(message, text, listener);
            return true;
          }

          @Override
          public void silence() throws InterruptedException {
            listener.silence();
          }
        });
  }

  private static void deliver(WatchRunResponse message, Text text, Listener listener)
      throws InterruptedException {
    String printed = text.decode(message.getOutput().asReadOnlyByteBuffer());
    if (!printed.isEmpty()) {
      listener.output(printed);
    }
    if (message.hasRun()) {
      listener.state(InventoryViews.run(message.getRun()));
    }
  }

  /// Makes text of bytes that may be cut within a character, or be no text at all.
  private static final class Text {
    private final CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private ByteBuffer rest = ByteBuffer.allocate(0);

    String decode(ByteBuffer bytes) {
      ByteBuffer all = ByteBuffer.allocate(rest.remaining() + bytes.remaining());
      all.put(rest).put(bytes).flip();
      CharBuffer text = CharBuffer.allocate(all.remaining() + 1);
      decoder.decode(all, text, false);
      rest = all.slice();
      return text.flip().toString();
    }
  }
}
