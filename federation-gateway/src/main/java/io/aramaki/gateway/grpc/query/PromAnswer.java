package io.aramaki.gateway.grpc.query;

/// An answer that is there and only has to be written, as JSON.
@FunctionalInterface
public interface PromAnswer {
  /// Writes it, piece by piece.
  ///
  /// @throws InterruptedException if the reader is gone
  void writeTo(Out out) throws InterruptedException;

  /// Takes pieces of text, in UTF-8.
  interface Out {
    void write(byte[] piece) throws InterruptedException;

    /// Takes the last one.
    void last(byte[] piece) throws InterruptedException;
  }
}
