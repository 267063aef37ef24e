package io.aramaki.kit.security.tls;

import io.aramaki.kit.security.Certificates;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.NotTrusted.Reason;
import io.aramaki.kit.security.Sha256;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// A private key, its certificate, and the authorities to believe. They were checked to belong
/// together when this was made; whether the certificate is in force now is another question.
///
/// @param key the private key of the first certificate
/// @param chain the certificate of this process, then those that lead to an authority, that one
///   included
/// @param authorities the certificates of the authorities whose certificates are accepted from
///   others
public record KeyMaterial(
    PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authorities) {

  public KeyMaterial {
    chain = List.copyOf(chain);
    authorities = List.copyOf(authorities);
    if (chain.isEmpty() || chain.size() > Certificates.CHAIN_MAX || authorities.isEmpty()) {
      throw new NotTrusted(
          Reason.MALFORMED,
          "expected 1 to "
              + Certificates.CHAIN_MAX
              + " certificates in the chain and at least one authority, got "
              + chain.size()
              + " and "
              + authorities.size());
    }
    if (!Certificates.isKeyOf(key, chain.getFirst())) {
      throw new NotTrusted(Reason.MALFORMED, "the private key is not the one of the certificate");
    }
    checkChain(chain, authorities);
    Identity.of(chain.getFirst());
  }

  /// Answers the certificate of this process.
  public X509Certificate certificate() {
    return chain.getFirst();
  }

  public Identity identity() {
    return Identity.of(certificate());
  }

  /// Answers the fingerprint of the certificate.
  public Sha256 fingerprint() {
    return Sha256.of(certificate());
  }

  /// Answers when the certificate begins.
  public Instant startTime() {
    return certificate().getNotBefore().toInstant();
  }

  /// Answers when the certificate ends.
  public Instant expireTime() {
    return certificate().getNotAfter().toInstant();
  }

  /// Answers the same key and certificate with other authorities to believe.
  public KeyMaterial withAuthorities(List<X509Certificate> others) {
    return new KeyMaterial(key, chain, others);
  }

  private static void checkChain(List<X509Certificate> chain, List<X509Certificate> authorities) {
    for (int i = 0; i + 1 < chain.size(); i++) {
      if (!isIssuedBy(chain.get(i), chain.get(i + 1))) {
        throw new NotTrusted(
            Reason.MALFORMED,
            "certificate " + (i + 1) + " of the chain is not issued by certificate " + (i + 2));
      }
    }
    var last = chain.getLast();
    if (authorities.stream().noneMatch(a -> a.equals(last) || isIssuedBy(last, a))) {
      throw new NotTrusted(
          Reason.MALFORMED,
          "the chain ends at '"
              + last.getSubjectX500Principal()
              + "', which is none of the "
              + authorities.size()
              + " authorities and issued by none of them");
    }
  }

  private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "KeyMaterial[" + identity() + " until " + expireTime() + "]";
  }
}
