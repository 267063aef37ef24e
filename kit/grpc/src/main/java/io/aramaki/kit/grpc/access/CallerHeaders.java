package io.aramaki.kit.grpc.access;

import io.aramaki.kit.security.Sha256;
import io.aramaki.type.v1.SignedToken;
import io.grpc.Metadata;

/// The metadata by which the gateway says for whom it calls.
public final class CallerHeaders {
  /// The internal token of a person.
  public static final Metadata.Key<byte[]> TOKEN =
      Metadata.Key.of("aramaki-token-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /// The resource name of an agent whose stream is relayed.
  public static final Metadata.Key<String> AGENT =
      Metadata.Key.of("aramaki-agent", Metadata.ASCII_STRING_MARSHALLER);

  /// The SHA-256 of that agent's certificate, lower-case hex.
  public static final Metadata.Key<String> AGENT_CERTIFICATE =
      Metadata.Key.of("aramaki-agent-certificate", Metadata.ASCII_STRING_MARSHALLER);

  private CallerHeaders() {}

  /// Makes the metadata of a call on behalf of a person.
  public static Metadata person(SignedToken token) {
    var headers = new Metadata();
    headers.put(TOKEN, token.toByteArray());
    return headers;
  }

  /// Makes the metadata of a call that relays an agent.
  ///
  /// @param agent the resource name `orgs/{org}/agents/{agent}`
  public static Metadata agent(String agent, Sha256 certificate) {
    var headers = new Metadata();
    headers.put(AGENT, agent);
    headers.put(AGENT_CERTIFICATE, certificate.hex());
    return headers;
  }
}
