package io.aramaki.inventory.domain.key;

final class MemoryKeyStoreTest extends KeyStoreContract {
  private final KeyStore store = new MemoryKeyStore();

  @Override
  protected KeyStore store() {
    return store;
  }
}
