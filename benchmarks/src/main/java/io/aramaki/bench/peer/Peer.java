package io.aramaki.bench.peer;

import io.aramaki.bench.read.Door;
import io.aramaki.bench.read.HostReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One server that is compared, in a directory of its own, from its start to its end.
///
/// ```text
/// start ─▶ sink … send ─▶ settle ─▶ reader, queries, restart ─▶ stored ─▶ close
/// ```
public interface Peer extends Target, AutoCloseable {
  /// True if it is ours, so that others are compared with it.
  boolean isOurs();

  /// How it was configured, and what an answer of it promises: lines for the report.
  List<String> configuration();

  /// Starts it and makes what it needs before data can come.
  void start() throws IOException, InterruptedException;

  /// Reads raw samples.
  HostReader reader() throws IOException;

  /// The door that understands Prometheus's HTTP API, if there is one.
  Optional<Door> queries() throws IOException;

  /// Its processes, by name.
  Map<String, Long> processes() throws IOException;

  /// Waits until what it does behind its answers is done.
  ///
  /// @throws IOException if that takes too long
  void settle() throws IOException, InterruptedException;

  /// Makes it as compact as it gets and says how much it keeps. Nothing can be sent or asked
  /// afterwards.
  Stored stored() throws IOException, InterruptedException;

  /// Stops it, drops the kernel's cache of files, and starts it on the same data.
  ///
  /// @return false if the cache could not be dropped
  boolean restart() throws IOException, InterruptedException;

  /// Stops it and removes everything. May be called again, and by another thread.
  @Override
  void close() throws IOException;
}
