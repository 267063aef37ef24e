package io.aramaki.kit.telemetry;

import io.aramaki.kit.config.Default;
import io.aramaki.kit.config.Doc;
import java.net.URI;
import java.util.Optional;

/// Where traces go.
///
/// @param otlpEndpoint the OTLP/HTTP receiver, without the path `/v1/traces`
/// @param sampleRatio which part of the traces that begin here is recorded, 0 to 1
public record TelemetryConfig(
    @Doc("The OTLP/HTTP receiver, for example http://127.0.0.1:4318; without it nothing is sent.")
        Optional<URI> otlpEndpoint,
    @Default("1.0") @Doc("The part of the traces beginning here that is recorded, 0 to 1.")
        double sampleRatio) {
  public TelemetryConfig {
    if (!(sampleRatio >= 0 && sampleRatio <= 1)) {
      throw new IllegalArgumentException("sample-ratio must be 0 to 1, was " + sampleRatio);
    }
    otlpEndpoint.ifPresent(uri -> {
      if (uri.getHost() == null || !uri.getScheme().matches("https?")) {
        throw new IllegalArgumentException(
            "otlp-endpoint must be http://host:port or https://host:port, was " + uri);
      }
    });
  }

  /// Answers the configuration of a process that sends nothing.
  public static TelemetryConfig none() {
    return new TelemetryConfig(Optional.empty(), 1.0);
  }
}
