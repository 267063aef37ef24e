package io.aramaki.inventory.domain.timeline;

final class MemoryOutboxTest extends OutboxContract {
  private final Outbox outbox = new MemoryOutbox();

  @Override
  protected Outbox outbox() {
    return outbox;
  }
}
