package io.aramaki.inventory.domain.enrolment;

final class MemoryEnrolmentTokenStoreTest extends EnrolmentTokenStoreContract {
  private final EnrolmentTokenStore store = new MemoryEnrolmentTokenStore();

  @Override
  protected EnrolmentTokenStore store() {
    return store;
  }
}
