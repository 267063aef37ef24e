package io.aramaki.bench.wire;

import io.aramaki.bench.data.HostBlock;

/// Writes the body of a request from one block or more.
public interface Body {
  /// Adds a block.
  void add(HostBlock block);

  /// The body of what was added, and begins anew. It is overwritten by the next one.
  Bytes finish();
}
