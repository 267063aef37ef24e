package io.aramaki.inventory.grpc.key;

import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.v1.GetKeySetRequest;
import io.aramaki.inventory.v1.KeyServiceGrpc.KeyServiceImplBase;
import io.aramaki.inventory.v1.RegisterCheckKeyRequest;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.sign.Signatures;
import io.aramaki.type.v1.SignedKeySet;
import io.grpc.stub.StreamObserver;
import java.security.PublicKey;

/// `KeyService`.
public final class KeyEndpoint extends KeyServiceImplBase {
  private final OrganisationKeys keys;

  public KeyEndpoint(OrganisationKeys keys) {
    this.keys = keys;
  }

  @Override
  public void getKeySet(GetKeySetRequest request, StreamObserver<SignedKeySet> observer) {
    Unary.answer(observer, () -> keys.trusted().signed());
  }

  @Override
  public void registerCheckKey(
      RegisterCheckKeyRequest request, StreamObserver<SignedKeySet> observer) {
    Unary.answer(observer, () -> keys.addCheckKey(key(request.getPublicKey().toByteArray())));
  }

  private static PublicKey key(byte[] der) {
    try {
      return Signatures.publicKey(der);
    } catch (NotTrusted e) {
      throw new Invalid(Kind.KEY, "public_key", String.valueOf(e.getMessage()));
    }
  }
}
