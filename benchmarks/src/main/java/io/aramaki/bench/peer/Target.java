package io.aramaki.bench.peer;

import java.io.IOException;

/// What a feed sends to.
public interface Target {
  /// What it is called in tables and results.
  String name();

  /// How many steps of a host's series go into one batch.
  int steps();

  /// A sender for some of the hosts.
  ///
  /// @param number which of the senders, from 0
  /// @param of how many there are; a host belongs to the sender of its number modulo this
  Sink sink(int number, int of) throws IOException;
}
