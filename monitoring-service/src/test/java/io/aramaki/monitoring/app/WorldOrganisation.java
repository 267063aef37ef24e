package io.aramaki.monitoring.app;

import io.aramaki.kit.grpc.matrix.Organisation;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/// The organisation of a world. Its people are `viewer`, `writer` and `admin` of all of it,
/// `operator` of the system `elsewhere`, and `nobody`.
final class WorldOrganisation implements Organisation {
  private final World world;

  WorldOrganisation(World world) {
    this.world = world;
    world.inventory.enrol(world.agent("host1"), world.system("host1"));
    grant("nobody");
    grant("viewer", Right.newBuilder().setRole(Role.VIEWER).setOrganisationWide(true).build());
    grant("writer", Right.newBuilder().setRole(Role.WRITER).setOrganisationWide(true).build());
    grant(
        "operator",
        Right.newBuilder().setRole(Role.OPERATOR).addSystems(world.system("elsewhere")).build());
  }

  /// Gives a person rights, instead of those before.
  void grant(String user, Right... rights) {
    world.inventory.rights.put(user(user), List.of(rights));
  }

  @Override
  public OrgId org() {
    return world.orgId;
  }

  @Override
  public CertificateAuthority authority() {
    return world.authority;
  }

  @Override
  public SigningKey tokenKey() {
    return world.tokenKey;
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }

  @Override
  public Path directory() {
    return world.directory;
  }

  @Override
  public People people() {
    return new People("nobody", "viewer", "writer", "operator", "admin");
  }

  @Override
  public Agent agent() {
    return new Agent(world.agent("host1"), Sha256.of("host1".getBytes(StandardCharsets.UTF_8)));
  }

  /// The world's inventory says it to an instance that connects, so before one is started.
  @Override
  public void revoke(Set<Sha256> certificates) {
    certificates.forEach(certificate -> world.inventory.revokedCertificates.add(certificate.hex()));
  }
}
