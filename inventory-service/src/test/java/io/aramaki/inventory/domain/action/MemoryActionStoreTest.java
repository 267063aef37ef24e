package io.aramaki.inventory.domain.action;

final class MemoryActionStoreTest extends ActionStoreContract {
  private final ActionStore store = new MemoryActionStore();

  @Override
  protected ActionStore store() {
    return store;
  }
}
