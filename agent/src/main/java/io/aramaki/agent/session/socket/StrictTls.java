package io.aramaki.agent.session.socket;

import io.aramaki.kit.security.tls.TlsContexts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// TLS sockets that speak [TlsContexts#PROTOCOLS] only, and whose handshake fails unless the
/// certificate names the host that was asked for. The gRPC library looks at the name after the
/// handshake only, when the own certificate was shown already.
public final class StrictTls extends SSLSocketFactory {
  private final SSLSocketFactory platform;

  /// @param tls whom the sockets believe and what they show
  public StrictTls(TlsContexts tls) {
    this.platform = tls.sslContext().getSocketFactory();
  }

  @Override
  public Socket createSocket(Socket plain, String host, int port, boolean autoClose)
      throws IOException {
    return strict(platform.createSocket(plain, host, port, autoClose));
  }

  @Override
  public Socket createSocket() throws IOException {
    return strict(platform.createSocket());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return strict(platform.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return strict(platform.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return strict(platform.createSocket(host, port, local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return strict(platform.createSocket(host, port, local, localPort));
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return platform.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return platform.getSupportedCipherSuites();
  }

  private static Socket strict(Socket socket) {
    if (!(socket instanceof SSLSocket tls)) {
      throw new IllegalStateException("the platform's TLS socket is none: " + socket.getClass());
    }
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setProtocols(TlsContexts.PROTOCOLS.toArray(String[]::new));
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    return tls;
  }
}
