package io.aramaki.inventory.domain.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.inventory.domain.SystemId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every store of systems does.
public abstract class SystemStoreContract {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00.123Z");

  protected abstract SystemStore store();

  @Test
  void find_absent_isEmpty() {
    assertThat(store().find(new SystemId("absent"))).isEmpty();
  }

  @Test
  void insert_thenFind_givesAllBack() {
    ManagedSystem web = system("web", "db", "cache");

    assertThat(store().insert(web)).isTrue();

    assertThat(store().find(web.id())).contains(web);
  }

  @Test
  void insert_taken_changesNothing() {
    ManagedSystem web = system("web");
    store().insert(web);

    boolean inserted = store().insert(system("web", "other"));

    assertThat(inserted).isFalse();
    assertThat(store().find(web.id())).contains(web);
  }

  @Test
  void replace_versionBeforeKept_replaces() {
    ManagedSystem web = system("web");
    store().insert(web);
    ManagedSystem next = web.with(content("db"), THEN.plusSeconds(1));

    assertThat(store().replace(next)).isTrue();

    assertThat(store().find(web.id())).contains(next);
  }

  @Test
  void replace_stale_changesNothing() {
    ManagedSystem web = system("web");
    store().insert(web);
    ManagedSystem first = web.with(content("db"), THEN.plusSeconds(1));
    store().replace(first);

    boolean replaced = store().replace(web.with(content("cache"), THEN.plusSeconds(2)));

    assertThat(replaced).isFalse();
    assertThat(store().find(web.id())).contains(first);
  }

  @Test
  void replace_absent_createsNothing() {
    ManagedSystem web = system("web");

    assertThat(store().replace(web.with(content(), THEN))).isFalse();

    assertThat(store().find(web.id())).isEmpty();
  }

  @Test
  void delete_onlyOfThatVersion() {
    ManagedSystem web = system("web");
    store().insert(web);

    assertThat(store().delete(web.id(), 2)).isFalse();
    assertThat(store().find(web.id())).isPresent();
    assertThat(store().delete(web.id(), 1)).isTrue();
    assertThat(store().find(web.id())).isEmpty();
  }

  @Test
  void list_pages_inOrderOfIds() {
    for (String id : List.of("c", "a", "e", "b", "d")) {
      store().insert(system(id));
    }

    List<ManagedSystem> first = store().list(Optional.empty(), 2);
    List<ManagedSystem> rest = store().list(Optional.of(new SystemId("b")), 10);

    assertThat(first).extracting(system -> system.id().value()).containsExactly("a", "b");
    assertThat(rest).extracting(system -> system.id().value()).containsExactly("c", "d", "e");
  }

  @Test
  void graph_hasEverySystemWithItsSubsystems() {
    store().insert(system("a", "b", "a"));
    store().insert(system("b"));

    assertThat(store().graph().subsystems())
        .isEqualTo(
            Map.of(
                new SystemId("a"), List.of(new SystemId("b"), new SystemId("a")),
                new SystemId("b"), List.of()));
  }

  private static ManagedSystem system(String id, String... subsystems) {
    return new ManagedSystem(new SystemId(id), content(subsystems), THEN, THEN, 1, "r-" + id);
  }

  private static SystemContent content(String... subsystems) {
    return new SystemContent(
        "Ünïcode",
        "line\nline",
        "me",
        Map.of("env", "prod", "tier", ""),
        List.of(subsystems).stream().map(SystemId::new).toList());
  }
}
