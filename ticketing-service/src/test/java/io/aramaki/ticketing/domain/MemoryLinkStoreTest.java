package io.aramaki.ticketing.domain;

class MemoryLinkStoreTest extends LinkStoreContract {
  private final LinkStore store = new MemoryLinkStore();

  @Override
  protected LinkStore store() {
    return store;
  }
}
