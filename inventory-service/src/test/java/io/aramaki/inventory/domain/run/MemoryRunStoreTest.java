package io.aramaki.inventory.domain.run;

import io.aramaki.inventory.domain.run.output.MemoryRunOutputStore;
import io.aramaki.inventory.domain.run.output.RunOutputStore;

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
