package io.aramaki.inventory.app;

import io.aramaki.inventory.grpc.key.OrganisationKeys;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.tls.KeyMaterial;
import io.aramaki.kit.security.tls.TlsIdentity;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/// Inventory's own certificate. It holds the authority, so nobody else could enrol it: it issues
/// the certificate to itself.
final class OwnCertificate {
  private final OrganisationKeys keys;
  private final Identity self;
  private final Duration lifetime;
  private final TlsIdentity identity;
  private final Clock clock;

  OwnCertificate(
      OrganisationKeys keys, String instance, Duration lifetime, Path directory, Clock clock) {
    this.keys = keys;
    this.self = Identity.service(keys.org(), "inventory", instance);
    this.lifetime = lifetime;
    this.clock = clock;
    this.identity = open(directory);
  }

  TlsIdentity identity() {
    return identity;
  }

  /// Replaces the certificate when two thirds of its life are over.
  void renew() {
    if (!clock.instant().isBefore(identity.renewTime())) {
      identity.replace(issue());
    }
  }

  private TlsIdentity open(Path directory) {
    if (TlsIdentity.isPresent(directory)) {
      TlsIdentity kept = TlsIdentity.open(directory, clock);
      if (kept.identity().equals(self) && !kept.isExpired()) {
        return kept;
      }
    }
    return TlsIdentity.create(directory, issue(), clock);
  }

  private KeyMaterial issue() {
    return keys.authority().issueOwn(self, ExtraNames.NONE, lifetime);
  }
}
