package io.aramaki.inventory.grpc.key;

import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.enrolment.Certificates;
import io.aramaki.inventory.domain.enrolment.Holder;
import io.aramaki.inventory.domain.enrolment.IssuedCertificate;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.authority.ProvenRequest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/// Certificates by the organisation's own authority. Names come from the holder; the request only
/// gives the key.
///
/// @param agentLife how long an agent's certificate lives
/// @param serviceLife how long a service's certificate lives
/// @param peopleDoor the host names and addresses by which people reach the gateway
public record AuthorityCertificates(
    OrganisationKeys keys, Duration agentLife, Duration serviceLife, List<String> peopleDoor)
    implements Certificates {
  public AuthorityCertificates {
    peopleDoor = List.copyOf(peopleDoor);
  }

  @Override
  public String keySha256(byte[] request) {
    return parse(request).keySha256().hex();
  }

  @Override
  public IssuedCertificate issue(Holder holder, byte[] request) {
    var proven = parse(request);
    var chain =
        switch (holder) {
          case Holder.ForAgent agent ->
              keys.authority()
                  .issue(
                      proven,
                      Identity.agent(keys.org(), agent.agent().value()),
                      ExtraNames.NONE,
                      agentLife);
          case Holder.ForService service ->
              keys.authority()
                  .issue(
                      proven,
                      Identity.service(keys.org(), service.service(), service.instance()),
                      service.service().equals("gateway")
                          ? new ExtraNames(peopleDoor)
                          : ExtraNames.NONE,
                      serviceLife);
        };
    var leaf = chain.getFirst();
    return new IssuedCertificate(
        chain.stream().map(AuthorityCertificates::der).toList(),
        Sha256.of(leaf).hex(),
        leaf.getNotAfter().toInstant());
  }

  private static ProvenRequest parse(byte[] request) {
    try {
      return ProvenRequest.parse(request);
    } catch (NotTrusted e) {
      throw new Invalid(Kind.CSR, "certificate_request", String.valueOf(e.getMessage()));
    }
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
