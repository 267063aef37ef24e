package io.aramaki.inventory.domain.agent;

final class MemoryRevocationStoreTest extends RevocationStoreContract {
  private final RevocationStore store = new MemoryRevocationStore();

  @Override
  protected RevocationStore store() {
    return store;
  }
}
