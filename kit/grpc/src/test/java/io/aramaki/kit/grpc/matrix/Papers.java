package io.aramaki.kit.grpc.matrix;

import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.Secrets;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.sign.InternalTokens;
import io.aramaki.kit.security.sign.InternalTokens.Audience;
import io.aramaki.kit.security.tls.KeyMaterial;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.type.v1.Principal;
import io.aramaki.type.v1.SignedToken;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Makes what members of an organisation show: certificates and tokens, good and bad ones.
final class Papers {
  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final Duration TOKEN_LIFETIME = Duration.ofSeconds(60);

  /// Counts over all organisations, because two makers may keep keys in one directory.
  private static final AtomicInteger MADE = new AtomicInteger();

  private final Organisation organisation;
  private final SecureRandom random = new SecureRandom();

  Papers(Organisation organisation) {
    this.organisation = organisation;
  }

  /// Makes a service with a certificate of its own.
  TlsIdentity service(String service) {
    return keep(issue(organisation.authority(), instanceOf(service)));
  }

  /// Makes an agent with a certificate of its own.
  TlsIdentity agent(String agent) {
    return keep(issue(organisation.authority(), Identity.agent(organisation.org(), agent)));
  }

  /// Makes a service whose certificate ended an hour ago.
  TlsIdentity expired(String service) {
    Clock before = Clock.offset(organisation.clock(), LIFETIME.multipliedBy(-2));
    var old =
        CertificateAuthority.restore(
            organisation.authority().secretBytes(), organisation.org(), random, before);
    return keep(issue(old, instanceOf(service)));
  }

  /// Makes a service that another authority certified to be ours. It believes us; we must not
  /// believe it.
  TlsIdentity forged(String service) {
    var foreign = CertificateAuthority.create(organisation.org(), random, organisation.clock());
    KeyMaterial forged = issue(foreign, instanceOf(service));
    return keep(
        forged.withAuthorities(
            List.of(foreign.certificate(), organisation.authority().certificate())));
  }

  /// Mints the internal token of a person.
  ///
  /// @param presenter who will show it
  SignedToken token(String user, Audience audience, Sha256 presenter) {
    return mint(organisation.clock(), user, audience, presenter);
  }

  /// Mints a token that ended a minute ago.
  SignedToken expiredToken(String user, Audience audience, Sha256 presenter) {
    Clock before = Clock.offset(organisation.clock(), TOKEN_LIFETIME.multipliedBy(-2));
    return mint(before, user, audience, presenter);
  }

  private SignedToken mint(Clock at, String user, Audience audience, Sha256 presenter) {
    var principal =
        Principal.newBuilder()
            .setName(organisation.user(user))
            .setKind(Principal.Kind.USER)
            .build();
    return new InternalTokens.Mint(organisation.tokenKey(), at, new Secrets(random))
        .mint(principal, audience, presenter, TOKEN_LIFETIME);
  }

  private Identity instanceOf(String service) {
    return Identity.service(organisation.org(), service, "i" + MADE.incrementAndGet());
  }

  private static KeyMaterial issue(CertificateAuthority by, Identity holder) {
    return by.issueOwn(holder, ExtraNames.NONE, LIFETIME);
  }

  private TlsIdentity keep(KeyMaterial material) {
    return TlsIdentity.create(
        organisation.directory().resolve("papers-" + MADE.incrementAndGet()),
        material,
        organisation.clock());
  }
}
