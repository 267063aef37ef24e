package io.aramaki.agent.check.builtin;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// The certificate that a server shows.
///
/// @param subject who it says it is
/// @param expireTime when it ends
record ShownCertificate(String subject, Instant expireTime) {
  private static final String NAME = "[A-Za-z][A-Za-z0-9.-]*[A-Za-z0-9]";

  /// Reads it in a handshake in which nothing else is said. Any certificate is accepted there,
  /// because an expired or unknown one is what the check is to report.
  static ShownCertificate read(String host, int port, int timeoutMs) throws IOException {
    try (var plain = new Socket()) {
      plain.connect(new InetSocketAddress(host, port), timeoutMs);
      plain.setSoTimeout(timeoutMs);
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Reader()}, null);
      if (context.getSocketFactory().createSocket(plain, host, port, true)
          instanceof SSLSocket socket) {
        return handshake(socket, host);
      }
      throw new IOException("no TLS socket");
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static ShownCertificate handshake(SSLSocket socket, String host) throws IOException {
    if (host.matches(NAME)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(host)));
      socket.setSSLParameters(parameters);
    }
    socket.startHandshake();
    Certificate[] chain = socket.getSession().getPeerCertificates();
    if (chain[0] instanceof X509Certificate leaf) {
      return new ShownCertificate(
          leaf.getSubjectX500Principal().getName(), leaf.getNotAfter().toInstant());
    }
    throw new IOException("the server shows no X.509 certificate");
  }

  /// Looks only.
  private static final class Reader extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
