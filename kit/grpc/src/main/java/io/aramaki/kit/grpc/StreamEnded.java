package io.aramaki.kit.grpc;

/// The reader of a stream is gone, or the server has cut the stream. Nobody is there to be told.
public final class StreamEnded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StreamEnded() {
    super("the stream has ended", null, false, false);
  }
}
