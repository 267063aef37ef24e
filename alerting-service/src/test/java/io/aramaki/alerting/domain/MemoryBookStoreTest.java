package io.aramaki.alerting.domain;

class MemoryBookStoreTest extends BookStoreContract {
  private final MemoryBookStore.Rows rows = new MemoryBookStore.Rows();

  @Override
  protected BookStore takeOver() {
    return rows.takeOver();
  }
}
