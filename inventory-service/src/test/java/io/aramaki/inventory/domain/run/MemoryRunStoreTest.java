package io.aramaki.inventory.domain.run;

final class MemoryRunStoreTest extends RunStoreContract {
  private final RunStore runs = new MemoryRunStore();
  private final RunOutputStore output = new MemoryRunOutputStore();

  @Override
  protected RunStore runs() {
    return runs;
  }

  @Override
  protected RunOutputStore output() {
    return output;
  }
}
