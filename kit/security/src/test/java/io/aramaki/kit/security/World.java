package io.aramaki.kit.security;

import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.kit.security.tls.KeyMaterial;
import java.security.SecureRandom;
import java.time.Duration;

/// An organisation for tests: its root key, its authority, and the clock of all its hosts.
public final class World {
  public static final SecureRandom RANDOM = new SecureRandom();
  public static final Duration DAY = Duration.ofDays(1);

  public final TestClock clock = new TestClock();
  public final SigningKey root = SigningKey.generate(RANDOM);
  public final OrgId org = OrgId.of(root.publicKey());
  public final CertificateAuthority authority = CertificateAuthority.create(org, RANDOM, clock);

  public KeyMaterial service(String name) {
    return authority.issueOwn(Identity.service(org, name, "a1"), ExtraNames.NONE, DAY);
  }

  public KeyMaterial agent(String name) {
    return authority.issueOwn(Identity.agent(org, name), ExtraNames.NONE, DAY);
  }
}
