package io.aramaki.inventory.domain.system;

final class MemorySystemStoreTest extends SystemStoreContract {
  private final SystemStore store = new MemorySystemStore();

  @Override
  protected SystemStore store() {
    return store;
  }
}
