package io.aramaki.inventory.domain.enrolment;

import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.secret.Digests;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// An authority whose requests are texts: the name of the key, or `bad`.
public final class FakeCertificates implements Certificates {
  private final Clock clock;
  private final List<Holder> issued = new ArrayList<>();

  public FakeCertificates(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String keySha256(byte[] request) {
    if (new String(request, StandardCharsets.UTF_8).equals("bad")) {
      throw new Invalid(Kind.CSR, "certificate_request", "is no PKCS#10 request");
    }
    return Digests.sha256Hex(request);
  }

  @Override
  public synchronized IssuedCertificate issue(Holder holder, byte[] request) {
    issued.add(holder);
    String certificate = holder + " " + keySha256(request) + " " + issued.size();
    return new IssuedCertificate(
        List.of(certificate.getBytes(StandardCharsets.UTF_8)),
        Digests.sha256Hex(certificate),
        clock.instant().plus(Duration.ofDays(7)));
  }

  public synchronized List<Holder> issued() {
    return List.copyOf(issued);
  }
}
