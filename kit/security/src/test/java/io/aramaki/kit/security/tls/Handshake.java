package io.aramaki.kit.security.tls;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/// A TLS handshake between two contexts without a network, and a byte each way after it.
final class Handshake {
  private static final int STEPS_MAX = 200;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final SSLEngine client;
  private final SSLEngine server;
  private final ByteBuffer toServer = ByteBuffer.allocate(BUFFER_BYTES);
  private final ByteBuffer toClient = ByteBuffer.allocate(BUFFER_BYTES);
  private final ByteBuffer atServer = ByteBuffer.allocate(BUFFER_BYTES);
  private final ByteBuffer atClient = ByteBuffer.allocate(BUFFER_BYTES);

  /// @param hostName whom the client believes to reach
  Handshake(TlsContexts client, String hostName, TlsContexts server) {
    this(client.sslContext(), hostName, server.sslContext());
  }

  /// @param hostName whom the client believes to reach
  Handshake(SSLContext clientTls, String hostName, SSLContext serverTls) {
    client = clientTls.createSSLEngine(hostName, 443);
    client.setUseClientMode(true);
    server = serverTls.createSSLEngine();
    server.setUseClientMode(false);
    var identifying = client.getSSLParameters();
    identifying.setEndpointIdentificationAlgorithm("HTTPS");
    identifying.setProtocols(TlsContexts.PROTOCOLS.toArray(String[]::new));
    client.setSSLParameters(identifying);
    var wanting = server.getSSLParameters();
    wanting.setWantClientAuth(true);
    wanting.setProtocols(TlsContexts.PROTOCOLS.toArray(String[]::new));
    server.setSSLParameters(wanting);
  }

  /// Runs it; whichever side refuses throws.
  Handshake run() throws SSLException {
    var ping = ByteBuffer.wrap(new byte[] {1});
    var pong = ByteBuffer.wrap(new byte[] {2});
    for (int step = 0; step < STEPS_MAX; step++) {
      step(client, ping, toServer, toClient, atClient);
      step(server, pong, toClient, toServer, atServer);
      if (atServer.position() > 0 && atClient.position() > 0) {
        return this;
      }
    }
    throw new SSLException("not finished after " + STEPS_MAX + " steps");
  }

  /// Answers what the server saw of the client; empty if it showed no certificate.
  Optional<X509Certificate> clientSeen() {
    return peerOf(server);
  }

  /// Answers what the client saw of the server.
  Optional<X509Certificate> serverSeen() {
    return peerOf(client);
  }

  String protocol() {
    return client.getSession().getProtocol();
  }

  private static Optional<X509Certificate> peerOf(SSLEngine engine) {
    try {
      return List.of(engine.getSession().getPeerCertificates()).stream()
          .findFirst()
          .map(X509Certificate.class::cast);
    } catch (SSLPeerUnverifiedException _) {
      return Optional.empty();
    }
  }

  private static void step(
      SSLEngine engine, ByteBuffer plain, ByteBuffer out, ByteBuffer in, ByteBuffer received)
      throws SSLException {
    runTasks(engine);
    if (engine.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP || plain.remaining() == 0) {
      engine.wrap(plain, out);
      runTasks(engine);
    }
    in.flip();
    Status status = Status.OK;
    while (in.hasRemaining() && status == Status.OK) {
      status = engine.unwrap(in, received).getStatus();
      runTasks(engine);
      if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        break;
      }
    }
    in.compact();
  }

  private static void runTasks(SSLEngine engine) {
    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
      Runnable task = engine.getDelegatedTask();
      if (task != null) {
        task.run();
      }
    }
  }

  @Override
  public String toString() {
    return Arrays.asList(client.getHandshakeStatus(), server.getHandshakeStatus()).toString();
  }
}
