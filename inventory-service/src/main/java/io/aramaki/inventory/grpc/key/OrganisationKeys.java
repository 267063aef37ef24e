package io.aramaki.inventory.grpc.key;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.aramaki.inventory.domain.Bytes;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.key.KeySetRecord;
import io.aramaki.inventory.domain.key.KeyStore;
import io.aramaki.inventory.domain.key.SealedKeys;
import io.aramaki.inventory.grpc.KeySource;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.SealedBox;
import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.sign.KeySets;
import io.aramaki.kit.security.sign.Signatures;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.kit.security.sign.TrustedKeys;
import io.aramaki.type.v1.KeySet;
import io.aramaki.type.v1.SignedKeySet;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;

/// The keys of the organisation: made once, by whichever instance is first; kept encrypted; used
/// from memory.
public final class OrganisationKeys implements KeySource, Supplier<TrustedKeys> {
  private static final String ROOT = "root";
  private static final String AUTHORITY = "authority";
  private static final String TOKEN = "token";
  private static final String ACTION = "action";

  /// How often a lost race for the next key set is run again.
  private static final int RACES_MAX = 20;

  private final KeyStore store;
  private final Clock clock;
  private final OrgId org;
  private final SigningKey root;
  private final SigningKey token;
  private final SigningKey action;
  private final CertificateAuthority authority;
  private volatile TrustedKeys current;

  private OrganisationKeys(
      KeyStore store, SealedBox box, SealedKeys sealed, SecureRandom random, Clock clock) {
    this.store = store;
    this.clock = clock;
    this.root = SigningKey.restore(unseal(box, sealed, ROOT));
    this.org = OrgId.of(root.publicKey());
    this.token = SigningKey.restore(unseal(box, sealed, TOKEN));
    this.action = SigningKey.restore(unseal(box, sealed, ACTION));
    this.authority =
        CertificateAuthority.restore(unseal(box, sealed, AUTHORITY), org, random, clock);
    this.current = firstKeySet();
  }

  /// Opens the keys, and makes them first if there are none.
  public static OrganisationKeys open(
      KeyStore store, SealedBox box, SecureRandom random, Clock clock) {
    var kept = store.find();
    if (kept.isEmpty()) {
      var _ = store.create(make(box, random, clock));
      kept = store.find();
    }
    return new OrganisationKeys(store, box, kept.orElseThrow(), random, clock);
  }

  private static SealedKeys make(SealedBox box, SecureRandom random, Clock clock) {
    var root = SigningKey.generate(random);
    var org = OrgId.of(root.publicKey());
    return new SealedKeys(
        org.value(),
        Map.of(
            ROOT, seal(box, ROOT, root.secretBytes()),
            TOKEN, seal(box, TOKEN, SigningKey.generate(random).secretBytes()),
            ACTION, seal(box, ACTION, SigningKey.generate(random).secretBytes()),
            AUTHORITY,
                seal(
                    box,
                    AUTHORITY,
                    CertificateAuthority.create(org, random, clock).secretBytes())));
  }

  public OrgId org() {
    return org;
  }

  public SigningKey token() {
    return token;
  }

  public SigningKey action() {
    return action;
  }

  public CertificateAuthority authority() {
    return authority;
  }

  @Override
  public SignedKeySet current() {
    return refreshed().signed();
  }

  /// The keys in force, as this instance last read them.
  @Override
  public TrustedKeys get() {
    return current;
  }

  @Override
  public SignedKeySet registerCheckKey(byte[] publicKey) {
    PublicKey key;
    try {
      key = Signatures.publicKey(publicKey);
    } catch (NotTrusted e) {
      throw new Invalid(Kind.KEY, "public_key", String.valueOf(e.getMessage()));
    }
    for (int race = 0; race < RACES_MAX; race++) {
      var held = refreshed();
      if (held.has(key, KeySet.Key.Purpose.CHECK)) {
        return held.signed();
      }
      var content = parse(held.signed()).toBuilder();
      content.addKeys(SigningKey.published(key, KeySet.Key.Purpose.CHECK));
      var _ = put(content.setVersion(held.version() + 1).setIssueTime(now()).build());
    }
    throw new IllegalStateException("the key set changed under %d tries".formatted(RACES_MAX));
  }

  private TrustedKeys firstKeySet() {
    if (store.keySet().isEmpty()) {
      var _ =
          put(
              KeySet.newBuilder()
                  .setOrg(org.value())
                  .setVersion(1)
                  .addKeys(token.published(KeySet.Key.Purpose.TOKEN))
                  .addKeys(action.published(KeySet.Key.Purpose.ACTION))
                  .addCaCertificates(ByteString.copyFrom(der()))
                  .setIssueTime(now())
                  .build());
    }
    return KeySets.verify(kept(), org);
  }

  private TrustedKeys refreshed() {
    var kept = kept();
    var held = current;
    if (!kept.equals(held.signed())) {
      held = KeySets.verify(kept, org);
      current = held;
    }
    return held;
  }

  private boolean put(KeySet content) {
    var signed = KeySets.sign(root, content);
    return store.putKeySet(new KeySetRecord(content.getVersion(), Bytes.of(signed.toByteArray())));
  }

  private SignedKeySet kept() {
    try {
      return SignedKeySet.parseFrom(store.keySet().orElseThrow().signed().toArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the kept key set is damaged", e);
    }
  }

  private static KeySet parse(SignedKeySet signed) {
    try {
      return KeySet.parseFrom(signed.getKeySet());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the kept key set is damaged", e);
    }
  }

  private byte[] der() {
    try {
      return authority.certificate().getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Timestamp now() {
    return Timestamp.newBuilder().setSeconds(clock.instant().getEpochSecond()).build();
  }

  private static Bytes seal(SealedBox box, String label, byte[] secret) {
    return Bytes.of(box.seal("aramaki-" + label, secret));
  }

  private static byte[] unseal(SealedBox box, SealedKeys sealed, String label) {
    return box.unseal("aramaki-" + label, sealed.get(label).toArray());
  }
}
