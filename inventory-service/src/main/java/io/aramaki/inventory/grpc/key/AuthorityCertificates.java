package io.aramaki.inventory.grpc.key;

import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.enrolment.Certificates;
import io.aramaki.inventory.domain.enrolment.Holder;
import io.aramaki.inventory.domain.enrolment.Holder.ForAgent;
import io.aramaki.inventory.domain.enrolment.Holder.ForService;
import io.aramaki.inventory.domain.enrolment.IssuedCertificate;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.authority.ProvenRequest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Issues certificates by the organisation's authority.
public final class AuthorityCertificates implements Certificates {
  private static final String GATEWAY = "gateway";

  private final OrganisationKeys keys;
  private final Lifetimes lifetimes;
  private final ExtraNames gatewayNames;

  /// How long certificates live.
  public record Lifetimes(Duration agent, Duration service) {}

  /// @param gatewayNames under which people reach the gateway
  public AuthorityCertificates(
      OrganisationKeys keys, Lifetimes lifetimes, ExtraNames gatewayNames) {
    this.keys = keys;
    this.lifetimes = lifetimes;
    this.gatewayNames = gatewayNames;
  }

  @Override
  public String keySha256(byte[] request) {
    return parse(request).keySha256().hex();
  }

  @Override
  public IssuedCertificate issue(Holder holder, byte[] request) {
    ProvenRequest proven = parse(request);
    List<X509Certificate> chain =
        switch (holder) {
          case ForAgent agent ->
              keys.authority()
                  .issue(
                      proven,
                      Identity.agent(keys.org(), agent.agent().value()),
                      ExtraNames.NONE,
                      lifetimes.agent());
          case ForService service ->
              keys.authority()
                  .issue(
                      proven,
                      Identity.service(keys.org(), service.service(), service.instance()),
                      service.service().equals(GATEWAY) ? gatewayNames : ExtraNames.NONE,
                      lifetimes.service());
        };
    X509Certificate leaf = chain.getFirst();
    return new IssuedCertificate(
        encoded(chain), Sha256.of(leaf).hex(), leaf.getNotAfter().toInstant());
  }

  private static ProvenRequest parse(byte[] request) {
    try {
      return ProvenRequest.parse(request);
    } catch (NotTrusted e) {
      throw new Invalid(Kind.CSR, "certificate_request", String.valueOf(e.getMessage()));
    }
  }

  private static List<byte[]> encoded(List<X509Certificate> chain) {
    var encoded = new ArrayList<byte[]>();
    try {
      for (X509Certificate certificate : chain) {
        encoded.add(certificate.getEncoded());
      }
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was made here cannot be encoded", e);
    }
    return encoded;
  }
}
