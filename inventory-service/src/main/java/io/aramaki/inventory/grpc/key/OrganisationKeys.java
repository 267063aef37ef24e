package io.aramaki.inventory.grpc.key;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.aramaki.inventory.domain.Bytes;
import io.aramaki.inventory.domain.InventoryException.OverCapacity;
import io.aramaki.inventory.domain.key.KeySetRecord;
import io.aramaki.inventory.domain.key.KeyStore;
import io.aramaki.inventory.domain.key.SealedKeys;
import io.aramaki.kit.grpc.Times;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.SealedBox;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.sign.KeySets;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.kit.security.sign.TrustedKeys;
import io.aramaki.type.v1.KeySet;
import io.aramaki.type.v1.KeySet.Key.Purpose;
import io.aramaki.type.v1.SignedKeySet;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/// The organisation's keys, made at the first start exactly once: the root key, whose hash is the
/// organisation's id; the certificate authority; the keys that sign internal tokens and dispatches.
/// They lie encrypted in the database, under the key in a file of the operator.
public final class OrganisationKeys implements Supplier<TrustedKeys> {
  private static final String ROOT = "root-key";
  private static final String AUTHORITY = "ca";
  private static final String TOKEN = "token-key";
  private static final String ACTION = "action-key";
  private static final int CHECK_KEYS_MAX = 16;
  private static final Duration FULL_RETRY = Duration.ofDays(1);

  private final KeyStore store;
  private final Clock clock;
  private final OrgId org;
  private final SigningKey root;
  private final CertificateAuthority authority;
  private final SigningKey tokenKey;
  private final SigningKey actionKey;
  private volatile TrustedKeys trusted;

  private OrganisationKeys(
      KeyStore store, SealedKeys sealed, SealedBox box, SecureRandom random, Clock clock) {
    this.store = store;
    this.clock = clock;
    this.org = new OrgId(sealed.org());
    this.root = SigningKey.restore(unseal(sealed, box, ROOT));
    this.authority =
        CertificateAuthority.restore(unseal(sealed, box, AUTHORITY), org, random, clock);
    this.tokenKey = SigningKey.restore(unseal(sealed, box, TOKEN));
    this.actionKey = SigningKey.restore(unseal(sealed, box, ACTION));
    this.trusted = firstKeySet();
  }

  /// Opens the keys, and makes them if there are none: of two instances that start for the first
  /// time at once, one makes the organisation and both serve it.
  public static OrganisationKeys open(
      KeyStore store, SealedBox box, SecureRandom random, Clock clock) {
    SealedKeys sealed =
        store
            .find()
            .orElseGet(() -> {
              boolean _ = store.create(make(box, random, clock));
              return store.find().orElseThrow();
            });
    return new OrganisationKeys(store, sealed, box, random, clock);
  }

  public OrgId org() {
    return org;
  }

  public CertificateAuthority authority() {
    return authority;
  }

  /// Answers the key whose hash the organisation is.
  public SigningKey root() {
    return root;
  }

  /// Answers by what enrolment tokens pin the server that they lead to.
  public Sha256 authoritySha256() {
    return Sha256.of(authority.certificate());
  }

  public SigningKey tokenKey() {
    return tokenKey;
  }

  public SigningKey actionKey() {
    return actionKey;
  }

  /// Answers the keys in force as this instance knows them.
  public TrustedKeys trusted() {
    return trusted;
  }

  @Override
  public TrustedKeys get() {
    return trusted;
  }

  /// Reads what other instances added.
  public synchronized void refresh() {
    store.keySet().ifPresent(kept -> trusted = KeySets.accept(trusted, parse(kept)));
  }

  /// Adds a check-definition key to the key set; a second time does nothing.
  public synchronized SignedKeySet addCheckKey(PublicKey key) {
    while (true) {
      refresh();
      if (trusted.has(key, Purpose.CHECK)) {
        return trusted.signed();
      }
      KeySet before = content(trusted);
      long checkKeys =
          before.getKeysList().stream().filter(kept -> kept.getPurpose() == Purpose.CHECK).count();
      if (checkKeys >= CHECK_KEYS_MAX) {
        throw new OverCapacity("check-definition keys", CHECK_KEYS_MAX, FULL_RETRY);
      }
      KeySet next =
          before.toBuilder()
              .setVersion(before.getVersion() + 1)
              .addKeys(SigningKey.published(key, Purpose.CHECK))
              .setIssueTime(Times.timestamp(clock.instant()))
              .build();
      boolean _ = store.putKeySet(signed(next));
    }
  }

  private static SealedKeys make(SealedBox box, SecureRandom random, Clock clock) {
    SigningKey root = SigningKey.generate(random);
    OrgId org = OrgId.of(root.publicKey());
    return new SealedKeys(
        org.value(),
        Map.of(
            ROOT, seal(box, org, ROOT, root.secretBytes()),
            AUTHORITY,
                seal(
                    box,
                    org,
                    AUTHORITY,
                    CertificateAuthority.create(org, random, clock).secretBytes()),
            TOKEN, seal(box, org, TOKEN, SigningKey.generate(random).secretBytes()),
            ACTION, seal(box, org, ACTION, SigningKey.generate(random).secretBytes())));
  }

  private TrustedKeys firstKeySet() {
    if (store.keySet().isEmpty()) {
      KeySet first =
          KeySet.newBuilder()
              .setOrg(org.value())
              .setVersion(1)
              .addKeys(tokenKey.published(Purpose.TOKEN))
              .addKeys(actionKey.published(Purpose.ACTION))
              .addCaCertificates(certificateDer())
              .setIssueTime(Times.timestamp(clock.instant()))
              .build();
      boolean _ = store.putKeySet(signed(first));
    }
    return KeySets.verify(parse(store.keySet().orElseThrow()), org);
  }

  private ByteString certificateDer() {
    try {
      return ByteString.copyFrom(authority.certificate().getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("the authority's certificate cannot be encoded", e);
    }
  }

  private KeySetRecord signed(KeySet keySet) {
    return new KeySetRecord(
        keySet.getVersion(), Bytes.of(KeySets.sign(root, keySet).toByteArray()));
  }

  private static SignedKeySet parse(KeySetRecord kept) {
    try {
      return SignedKeySet.parseFrom(kept.signed().toArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the stored key set is damaged", e);
    }
  }

  private static KeySet content(TrustedKeys keys) {
    try {
      return KeySet.parseFrom(keys.signed().getKeySet());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a verified key set cannot be parsed", e);
    }
  }

  private static Bytes seal(SealedBox box, OrgId org, String label, byte[] secret) {
    return Bytes.of(box.seal(label(label, org), secret));
  }

  private static byte[] unseal(SealedKeys sealed, SealedBox box, String label) {
    return box.unseal(label(label, new OrgId(sealed.org())), sealed.get(label).toArray());
  }

  private static String label(String label, OrgId org) {
    return label + " " + org.resourceName();
  }
}
