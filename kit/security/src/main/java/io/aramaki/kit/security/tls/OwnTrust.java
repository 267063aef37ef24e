package io.aramaki.kit.security.tls;

import io.aramaki.kit.security.Certificates;
import io.aramaki.kit.security.NotTrusted;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// Believes certificates by our rules: the platform validates the path to one of our authorities at
/// the time of our clock, the purpose of the certificate and the host name; then a rule says
/// whether its holder is somebody whom we expect. The platform's own list of authorities is never
/// looked at.
final class OwnTrust extends X509ExtendedTrustManager {
  private final Authorities authorities;
  private final Rule rule;
  private final Clock clock;

  /// Answers the authorities to believe, when somebody shows this chain.
  interface Authorities {
    List<X509Certificate> forChain(List<X509Certificate> chain);
  }

  /// Throws [NotTrusted] if the holder of a valid certificate is not whom we expect.
  interface Rule {
    void check(X509Certificate certificate, boolean client);
  }

  private interface Check {
    void with(X509ExtendedTrustManager platform) throws CertificateException;
  }

  OwnTrust(Authorities authorities, Rule rule, Clock clock) {
    this.authorities = authorities;
    this.rule = rule;
    this.clock = clock;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain, true, platform -> platform.checkClientTrusted(chain, authType));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain, true, platform -> platform.checkClientTrusted(chain, authType, socket));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, true, platform -> platform.checkClientTrusted(chain, authType, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain, false, platform -> platform.checkServerTrusted(chain, authType));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain, false, platform -> platform.checkServerTrusted(chain, authType, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, false, platform -> platform.checkServerTrusted(chain, authType, engine));
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.forChain(List.of()).toArray(X509Certificate[]::new);
  }

  private void check(X509Certificate[] chain, boolean client, Check check)
      throws CertificateException {
    if (chain.length == 0 || chain.length > Certificates.CHAIN_MAX) {
      throw new CertificateException(
          "a chain has 1 to " + Certificates.CHAIN_MAX + " certificates, not " + chain.length);
    }
    var believed = authorities.forChain(List.of(chain));
    if (believed.isEmpty()) {
      throw new CertificateException("the chain holds no authority that is believed here");
    }
    check.with(platform(believed));
    try {
      rule.check(chain[0], client);
    } catch (NotTrusted e) {
      throw new CertificateException(e.getMessage(), e);
    }
  }

  /// The platform reads the time when it is built, so it is built for each handshake; that costs
  /// about 30 µs (measured).
  private X509ExtendedTrustManager platform(List<X509Certificate> believed)
      throws CertificateException {
    try {
      var anchors =
          believed.stream().map(ca -> new TrustAnchor(ca, null)).collect(Collectors.toSet());
      var parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
      parameters.setRevocationEnabled(false); // revocation is checked per call, by fingerprint
      parameters.setDate(Date.from(clock.instant()));
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(new CertPathTrustManagerParameters(parameters));
      return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException e) {
      throw new CertificateException("the path to our authorities cannot be validated", e);
    }
  }
}
