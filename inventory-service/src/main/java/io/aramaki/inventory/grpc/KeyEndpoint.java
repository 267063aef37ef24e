package io.aramaki.inventory.grpc;

import io.aramaki.inventory.v1.GetKeySetRequest;
import io.aramaki.inventory.v1.KeyServiceGrpc;
import io.aramaki.inventory.v1.RegisterCheckKeyRequest;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.type.v1.SignedKeySet;
import io.grpc.stub.StreamObserver;

/// `KeyService` on the wire.
final class KeyEndpoint extends KeyServiceGrpc.KeyServiceImplBase {
  private final KeySource keys;

  KeyEndpoint(KeySource keys) {
    this.keys = keys;
  }

  @Override
  public void getKeySet(GetKeySetRequest request, StreamObserver<SignedKeySet> observer) {
    Unary.answer(observer, keys::current);
  }

  @Override
  public void registerCheckKey(
      RegisterCheckKeyRequest request, StreamObserver<SignedKeySet> observer) {
    Unary.answer(observer, () -> keys.registerCheckKey(request.getPublicKey().toByteArray()));
  }
}
