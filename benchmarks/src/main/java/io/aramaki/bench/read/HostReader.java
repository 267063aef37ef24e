package io.aramaki.bench.read;

import java.io.IOException;

/// Reads what a server holds of one host.
public interface HostReader {
  /// All samples of a host.
  ///
  /// @param host the value of its label `host`
  /// @param fromMs the time of the first sample
  /// @param toMs after the time of the last one
  HostSamples read(String host, long fromMs, long toMs) throws IOException;
}
