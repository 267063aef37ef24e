package io.aramaki.cli.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Trusts the organisation's own certificate authority and nobody else.
public final class Trust {
  private Trust() {}

  public static SSLContext only(Path caPem) {
    try (var pem = Files.newInputStream(caPem)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      if (number == 0) {
        throw new ConnectionException("%s holds no certificate".formatted(caPem));
      }
      var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      var context = SSLContext.getInstance("TLSv1.3");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new ConnectionException(
          "the certificate authority %s cannot be read: %s".formatted(caPem, e.getMessage()));
    } catch (GeneralSecurityException e) {
      throw new ConnectionException(
          "%s is no certificate authority in PEM: %s".formatted(caPem, e.getMessage()));
    }
  }
}
