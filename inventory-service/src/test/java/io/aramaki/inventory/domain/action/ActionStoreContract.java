package io.aramaki.inventory.domain.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.action.Parameter.Prefix;
import io.aramaki.inventory.domain.role.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every store of actions does.
public abstract class ActionStoreContract {
  protected abstract ActionStore store();

  @Test
  void insert_thenFind_givesAllBack() {
    Action flush = ActionSamples.flush("flush");

    assertThat(store().insert(flush)).isTrue();
    assertThat(store().insert(ActionSamples.flush("flush").with(other(), ActionSamples.THEN)))
        .isFalse();

    assertThat(store().find(flush.id())).contains(flush);
    assertThat(store().find(new ActionId("absent"))).isEmpty();
  }

  @Test
  void replace_versionBeforeKept_givesAllBack() {
    Action flush = ActionSamples.flush("flush");
    store().insert(flush);
    Action next = flush.with(other(), ActionSamples.THEN.plusSeconds(1));

    assertThat(store().replace(next)).isTrue();

    assertThat(store().find(flush.id())).contains(next);
  }

  @Test
  void replace_staleOrAbsent_changesNothing() {
    Action flush = ActionSamples.flush("flush");
    Action next = flush.with(other(), ActionSamples.THEN.plusSeconds(1));

    assertThat(store().replace(next)).isFalse();
    store().insert(flush);
    store().replace(next);
    assertThat(store().replace(flush.with(flush.content(), ActionSamples.THEN.plusSeconds(2))))
        .isFalse();

    assertThat(store().find(flush.id())).contains(next);
  }

  @Test
  void delete_onlyOfThatVersion() {
    Action flush = ActionSamples.flush("flush");
    store().insert(flush);

    assertThat(store().delete(flush.id(), 7)).isFalse();
    assertThat(store().delete(flush.id(), 1)).isTrue();

    assertThat(store().find(flush.id())).isEmpty();
    assertThat(store().list(Optional.empty(), 10)).isEmpty();
  }

  @Test
  void definitionsVersion_growsWithEveryWrite() {
    Action flush = ActionSamples.flush("flush");
    long start = store().definitionsVersion();
    store().insert(flush);
    long inserted = store().definitionsVersion();
    store().replace(flush.with(other(), ActionSamples.THEN));
    long replaced = store().definitionsVersion();
    store().delete(flush.id(), 2);
    long deleted = store().definitionsVersion();

    assertThat(List.of(start, inserted, replaced, deleted)).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void list_pages_inOrderOfIds() {
    for (String id : List.of("c", "a", "b")) {
      store().insert(ActionSamples.flush(id));
    }

    assertThat(store().list(Optional.of(new ActionId("a")), 1))
        .extracting(action -> action.id().value())
        .containsExactly("b");
    assertThat(store().list(Optional.empty(), 10)).hasSize(3);
  }

  private static ActionContent other() {
    return new ActionContent(
        new SystemId("db"),
        "",
        "",
        Optional.of(new AgentId("a1")),
        List.of("/bin/true", "{free}"),
        List.of(new Parameter("free", "", new Prefix(""), Optional.of("-x"), true)),
        Role.ADMIN,
        Duration.ofMinutes(5));
  }
}
