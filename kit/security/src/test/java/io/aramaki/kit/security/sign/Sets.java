package io.aramaki.kit.security.sign;

import com.google.protobuf.ByteString;
import io.aramaki.kit.security.World;
import io.aramaki.type.v1.KeySet;
import io.aramaki.type.v1.KeySet.Key.Purpose;
import io.aramaki.type.v1.SignedKeySet;
import java.security.cert.CertificateEncodingException;

/// An organisation's keys for tests.
final class Sets {
  final World world = new World();
  final SigningKey token = SigningKey.generate(World.RANDOM);
  final SigningKey action = SigningKey.generate(World.RANDOM);

  KeySet.Builder content(long version) {
    return KeySet.newBuilder()
        .setOrg(world.org.value())
        .setVersion(version)
        .addKeys(token.published(Purpose.TOKEN))
        .addKeys(action.published(Purpose.ACTION))
        .addCaCertificates(ByteString.copyFrom(der()));
  }

  SignedKeySet signed(long version) {
    return KeySets.sign(world.root, content(version).build());
  }

  TrustedKeys trusted() {
    return KeySets.verify(signed(1), world.org);
  }

  /// Signs without the checks of the product.
  SignedKeySet signedUnchecked(KeySet content) {
    var bytes = content.toByteArray();
    return SignedKeySet.newBuilder()
        .setKeySet(ByteString.copyFrom(bytes))
        .setSignature(ByteString.copyFrom(world.root.sign("aramaki-keyset-v1", bytes)))
        .setRootPublicKey(ByteString.copyFrom(world.root.publicKey().getEncoded()))
        .build();
  }

  private byte[] der() {
    try {
      return world.authority.certificate().getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
