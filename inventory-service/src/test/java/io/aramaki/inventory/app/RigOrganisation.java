package io.aramaki.inventory.app;

import io.aramaki.inventory.domain.agent.Revocation.RevokedCertificate;
import io.aramaki.inventory.domain.role.Role;
import io.aramaki.kit.grpc.matrix.Organisation;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.sign.SigningKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;

/// The organisation of the rig, with people and an agent of its own.
final class RigOrganisation implements Organisation {
  private final Rig rig;
  private final People people;
  private final Agent agent;

  RigOrganisation(Rig rig) {
    this.rig = rig;
    people =
        new People(
            rig.user(Role.VIEWER),
            rig.user(Role.VIEWER, ""),
            rig.user(Role.WRITER, ""),
            rig.user(Role.OPERATOR, rig.system()),
            rig.user(Role.ADMIN, ""));
    var enrolled = rig.enrol(Rig.fresh("agent"), rig.system());
    agent = new Agent(rig.name("agents", enrolled.agent()), enrolled.certificate());
  }

  @Override
  public OrgId org() {
    return rig.inside.keys.org();
  }

  @Override
  public CertificateAuthority authority() {
    return rig.inside.keys.authority();
  }

  @Override
  public SigningKey tokenKey() {
    return rig.inside.keys.tokenKey();
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }

  @Override
  public Path directory() {
    return rig.directory;
  }

  @Override
  public People people() {
    return people;
  }

  @Override
  public Agent agent() {
    return agent;
  }

  /// Waits until the running inventory knows it, too.
  @Override
  public void revoke(Set<Sha256> certificates) {
    for (Sha256 certificate : certificates) {
      rig.inside.revocations.revoke(
          new RevokedCertificate(certificate.hex()), Instant.EPOCH, "test", "");
      Until.holds("revocation of " + certificate, new SeenRevocation(rig, certificate)::seen);
    }
  }
}
