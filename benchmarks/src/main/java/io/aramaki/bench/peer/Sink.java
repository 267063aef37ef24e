package io.aramaki.bench.peer;

import io.aramaki.bench.data.HostBlock;
import java.io.IOException;

/// Sends batches of some hosts to a server. Used by one thread, but for [#acknowledged].
public interface Sink extends AutoCloseable {
  /// Sends a batch; its block may be used again afterwards.
  void send(HostBlock block) throws IOException, InterruptedException;

  /// How many samples the server has acknowledged.
  long acknowledged();

  /// Waits until everything was acknowledged.
  ///
  /// @throws IOException if something was refused, or that takes too long
  void finish() throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
