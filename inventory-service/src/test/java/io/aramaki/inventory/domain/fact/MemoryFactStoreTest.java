package io.aramaki.inventory.domain.fact;

final class MemoryFactStoreTest extends FactStoreContract {
  private final FactStore store = new MemoryFactStore();

  @Override
  protected FactStore store() {
    return store;
  }
}
