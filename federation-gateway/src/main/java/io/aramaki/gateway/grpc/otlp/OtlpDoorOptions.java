package io.aramaki.gateway.grpc.otlp;

import io.aramaki.kit.security.tls.TlsContexts;
import java.nio.file.Path;
import java.util.Optional;

/// Where the door for OTLP is and what lock it has.
///
/// @param host the address to listen on
/// @param port 0 picks a free one
/// @param tls shows the gateway's own certificate
/// @param certificate a certificate of the operator's own to show instead
public record OtlpDoorOptions(
    String host, int port, TlsContexts tls, Optional<Certificate> certificate) {
  /// A certificate chain and its key, both PEM.
  public record Certificate(Path chain, Path key) {}
}
