package io.aramaki.inventory.domain.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.login.ApiToken;
import io.aramaki.inventory.domain.login.ApiTokenStore;
import io.aramaki.inventory.domain.login.Attempt;
import io.aramaki.inventory.domain.login.AttemptStore;
import io.aramaki.inventory.domain.login.Session;
import io.aramaki.inventory.domain.login.SessionStore;
import io.aramaki.inventory.domain.role.Role;
import io.aramaki.inventory.domain.role.RoleBinding;
import io.aramaki.inventory.domain.role.RoleBindingStore;
import io.aramaki.inventory.domain.role.RoleBindings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every store of people, attempts, sessions, tokens and bindings does.
public abstract class PeopleStoreContract {
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private static final UserId ALICE = new UserId("alice");
  private static final UserId BOB = new UserId("bob");

  protected abstract UserStore users();

  protected abstract AttemptStore attempts();

  protected abstract SessionStore sessions();

  protected abstract ApiTokenStore apiTokens();

  protected abstract RoleBindingStore roleBindings();

  @Test
  void users_insertReplaceList_giveAllBack() {
    var alice = new User(ALICE, "Alice Ü", false, "$argon2id$x", now, 1);
    var bob = new User(BOB, "", true, "$argon2id$y", now, 1);

    assertThat(users().insert(bob)).isTrue();
    assertThat(users().insert(alice)).isTrue();
    assertThat(users().insert(alice.withPassword("other"))).isFalse();

    assertThat(users().find(BOB)).contains(bob);
    assertThat(users().list(Optional.empty(), 10)).containsExactly(alice, bob);
    assertThat(users().list(Optional.of(ALICE), 10)).containsExactly(bob);
  }

  @Test
  void users_replaceStale_changesNothing() {
    var alice = new User(ALICE, "", false, "$argon2id$x", now, 1);
    users().insert(alice);
    User next = alice.withPassword("new");

    assertThat(users().replace(next)).isTrue();
    assertThat(users().replace(alice.withPassword("newer"))).isFalse();
    assertThat(users().replace(new User(BOB, "", false, "", now, 2))).isFalse();

    assertThat(users().find(ALICE)).contains(next);
    assertThat(users().find(BOB)).isEmpty();
  }

  @Test
  void attempts_areConditionalOnTheCount() {
    var first = new Attempt("user:x", 1, now, now);
    var second = new Attempt("user:x", 2, now.plusSeconds(1), now);

    assertThat(attempts().replace(first, 0)).isTrue();
    assertThat(attempts().replace(new Attempt("user:x", 1, now.plusSeconds(9), now), 0)).isFalse();
    assertThat(attempts().replace(second, 1)).isTrue();
    assertThat(attempts().find("user:x")).contains(second);
    assertThat(attempts().remove("user:x", 1)).isFalse();
    assertThat(attempts().remove("user:x", 2)).isTrue();
    assertThat(attempts().find("user:x")).isEmpty();
  }

  @Test
  void sessions_useOfAnEndedOne_bringsNothingBack() {
    var session = new Session("5".repeat(64), ALICE, 3, now.plusSeconds(600), now);
    sessions().insert(session, now);
    assertThat(sessions().find(session.secretSha256())).contains(session);
    sessions().used(session, now.plusSeconds(90));
    Session used = sessions().find(session.secretSha256()).orElseThrow();

    sessions().remove(session.secretSha256());
    sessions().used(session, now.plusSeconds(120));
    sessions().remove(session.secretSha256());

    assertThat(used.useTime()).isEqualTo(now.plusSeconds(90));
    assertThat(used.expireTime()).isEqualTo(session.expireTime());
    assertThat(sessions().find(session.secretSha256())).isEmpty();
  }

  @Test
  void apiTokens_giveAllBack() {
    var token = new ApiToken("6".repeat(64), ALICE, "ci", now, now.plusSeconds(600));

    apiTokens().insert(token);

    assertThat(apiTokens().find(token.secretSha256())).contains(token);
    assertThat(apiTokens().find("7".repeat(64))).isEmpty();
  }

  @Test
  void apiTokens_ofAUser_areListedUntilRemoved() {
    var first = new ApiToken("6".repeat(64), ALICE, "ci", now, now.plusSeconds(600));
    var second = new ApiToken("7".repeat(64), ALICE, "cd", now, now.plusSeconds(600));
    var other = new ApiToken("8".repeat(64), BOB, "ci", now, now.plusSeconds(600));
    List.of(second, first, other).forEach(apiTokens()::insert);

    assertThat(apiTokens().of(ALICE, 10)).containsExactly(first, second);
    assertThat(apiTokens().of(ALICE, 1)).containsExactly(first);
    apiTokens().remove(first);

    assertThat(apiTokens().of(ALICE, 10)).containsExactly(second);
    assertThat(apiTokens().find(first.secretSha256())).isEmpty();
    assertThat(apiTokens().find(second.secretSha256())).contains(second);
    assertThat(apiTokens().of(BOB, 10)).containsExactly(other);
  }

  @Test
  void roleBindings_areConditionalOnTheVersion() {
    var admin = new RoleBinding(ALICE, Role.ADMIN, Optional.empty(), false);
    var viewer = new RoleBinding(BOB, Role.VIEWER, Optional.of(new SystemId("web")), true);
    assertThat(roleBindings().read()).isEqualTo(new RoleBindings(0, List.of()));

    assertThat(roleBindings().put(admin, 0)).isTrue();
    assertThat(roleBindings().put(viewer, 0)).isFalse();
    assertThat(roleBindings().put(viewer, 1)).isTrue();
    assertThat(roleBindings().remove(admin, 1)).isFalse();
    assertThat(roleBindings().read().bindings()).containsExactlyInAnyOrder(admin, viewer);
    assertThat(roleBindings().remove(admin, 2)).isTrue();

    assertThat(roleBindings().read()).isEqualTo(new RoleBindings(3, List.of(viewer)));
  }

  @Test
  void roleBindings_allRemoved_keepTheVersion() {
    var admin = new RoleBinding(ALICE, Role.ADMIN, Optional.empty(), false);
    roleBindings().put(admin, 0);

    roleBindings().remove(admin, 1);

    assertThat(roleBindings().read()).isEqualTo(new RoleBindings(2, List.of()));
  }

  @Test
  void roleBindings_sameSubject_isReplaced() {
    var give = new RoleBinding(ALICE, Role.OPERATOR, Optional.of(new SystemId("web")), false);
    var deny = new RoleBinding(ALICE, Role.OPERATOR, Optional.of(new SystemId("web")), true);
    roleBindings().put(give, 0);

    roleBindings().put(deny, 1);

    assertThat(roleBindings().read().bindings()).containsExactly(deny);
  }
}
