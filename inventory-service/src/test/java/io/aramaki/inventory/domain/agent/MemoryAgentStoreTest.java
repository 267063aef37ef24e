package io.aramaki.inventory.domain.agent;

final class MemoryAgentStoreTest extends AgentStoreContract {
  private final AgentStore store = new MemoryAgentStore();

  @Override
  protected AgentStore store() {
    return store;
  }
}
