package io.aramaki.kit.security.tls;

import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.NotTrusted.Reason;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.Sha256;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// How this process speaks TLS: whom it believes, and what it shows of itself. Give the managers to
/// the server or client library together with [#PROTOCOLS]; host names are checked by the library's
/// endpoint identification (`HTTPS`), which clients must switch on.
public final class TlsContexts {
  /// The only version that is spoken.
  public static final List<String> PROTOCOLS = List.of("TLSv1.3");

  private final X509ExtendedTrustManager trustManager;
  private final @Nullable X509ExtendedKeyManager keyManager;

  private TlsContexts(
      X509ExtendedTrustManager trustManager, @Nullable X509ExtendedKeyManager keyManager) {
    this.trustManager = trustManager;
    this.keyManager = keyManager;
  }

  /// Both ends inside an organisation: shows the identity's certificate, believes its authorities,
  /// and of those only certificates that name a member of the same organisation. Follows every
  /// replacement of the identity.
  public static TlsContexts mutual(TlsIdentity identity) {
    var trust =
        new OwnTrust(
            _ -> identity.material().authorities(),
            (certificate, _) -> requireMember(certificate, identity.identity().org()),
            identity.clock());
    return new TlsContexts(trust, new OwnKeys(identity));
  }

  /// A client without a certificate of its own that believes these authorities: a person's command
  /// line.
  public static TlsContexts anonymous(List<X509Certificate> authorities, Clock clock) {
    var believed = List.copyOf(authorities);
    return new TlsContexts(new OwnTrust(_ -> believed, TlsContexts::requireServer, clock), null);
  }

  /// A client that enrols: it has no certificate yet, and believes only a service of the
  /// organisation whose chain contains the authority with this fingerprint.
  ///
  /// @param caSha256 the fingerprint from the enrolment token
  public static TlsContexts pinned(OrgId org, Sha256 caSha256, Clock clock) {
    var trust =
        new OwnTrust(
            chain -> chain.stream().filter(c -> isAuthority(c, caSha256)).toList(),
            (certificate, client) -> {
              requireServer(certificate, client);
              requireMember(certificate, org);
            },
            clock);
    return new TlsContexts(trust, null);
  }

  public X509ExtendedTrustManager trustManager() {
    return trustManager;
  }

  /// Answers what shows the own certificate; empty for clients that have none.
  public Optional<X509ExtendedKeyManager> keyManager() {
    return Optional.ofNullable(keyManager);
  }

  /// Answers [#keyManager()] for libraries that want a factory.
  ///
  /// @throws IllegalStateException for clients that have no certificate
  public KeyManagerFactory keyManagerFactory() {
    var manager = keyManager;
    if (manager == null) {
      throw new IllegalStateException("a client without a certificate has no key manager");
    }
    return new OwnKeysFactory(manager);
  }

  /// Answers a context of the platform. Its engines and sockets must still be limited to
  /// [#PROTOCOLS].
  public SSLContext sslContext() {
    try {
      var context = SSLContext.getInstance("TLSv1.3");
      var manager = keyManager;
      context.init(
          manager == null ? new KeyManager[0] : new KeyManager[] {manager},
          new TrustManager[] {trustManager},
          new SecureRandom());
      return context;
    } catch (KeyManagementException e) {
      throw new IllegalStateException("the TLS context refuses our managers", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS 1.3", e);
    }
  }

  private static void requireMember(X509Certificate certificate, OrgId org) {
    var shown = Identity.of(certificate);
    if (!shown.org().equals(org)) {
      throw new NotTrusted(
          Reason.WRONG_ORGANISATION, shown + " is not a member of organisation " + org);
    }
  }

  private static void requireServer(X509Certificate certificate, boolean client) {
    if (client || Identity.of(certificate).isAgent()) {
      throw new NotTrusted(
          Reason.WRONG_IDENTITY,
          "only services are believed here, not " + Identity.of(certificate));
    }
  }

  private static boolean isAuthority(X509Certificate certificate, Sha256 pin) {
    return certificate.getBasicConstraints() >= 0 && Sha256.of(certificate).equals(pin);
  }

  /// A factory that was given its one manager; providers have no simpler way to pass one.
  private static final class OwnKeysFactory extends KeyManagerFactory {
    OwnKeysFactory(KeyManager manager) {
      super(new Spi(manager), new OwnProvider(), "aramaki");
    }

    private static final class OwnProvider extends Provider {
      private static final long serialVersionUID = 1L;

      OwnProvider() {
        super("aramaki", "1", "passes on a key manager");
      }
    }

    private static final class Spi extends KeyManagerFactorySpi {
      private final KeyManager manager;

      Spi(KeyManager manager) {
        this.manager = manager;
      }

      @Override
      protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {}

      @Override
      protected void engineInit(@Nullable ManagerFactoryParameters parameters) {}

      @Override
      protected KeyManager[] engineGetKeyManagers() {
        return new KeyManager[] {manager};
      }
    }
  }
}
