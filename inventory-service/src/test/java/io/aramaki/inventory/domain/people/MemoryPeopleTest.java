package io.aramaki.inventory.domain.people;

import io.aramaki.inventory.domain.login.ApiTokenStore;
import io.aramaki.inventory.domain.login.AttemptStore;
import io.aramaki.inventory.domain.login.SessionStore;
import io.aramaki.inventory.domain.role.RoleBindingStore;

final class MemoryPeopleTest extends PeopleStoreContract {
  private final MemoryPeople people = new MemoryPeople();

  @Override
  protected UserStore users() {
    return people.users();
  }

  @Override
  protected AttemptStore attempts() {
    return people.attempts();
  }

  @Override
  protected SessionStore sessions() {
    return people.sessions();
  }

  @Override
  protected ApiTokenStore apiTokens() {
    return people.apiTokens();
  }

  @Override
  protected RoleBindingStore roleBindings() {
    return people.roleBindings();
  }
}
