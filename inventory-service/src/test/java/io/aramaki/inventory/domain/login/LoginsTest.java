package io.aramaki.inventory.domain.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.inventory.domain.InventoryException.AlreadyExists;
import io.aramaki.inventory.domain.InventoryException.ApiTokenRefused;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.LoginRefused;
import io.aramaki.inventory.domain.InventoryException.NotFound;
import io.aramaki.inventory.domain.InventoryException.OverCapacity;
import io.aramaki.inventory.domain.InventoryException.SessionEnded;
import io.aramaki.inventory.domain.InventoryException.TooManyAttempts;
import io.aramaki.inventory.domain.InventoryException.WrongPassword;
import io.aramaki.inventory.domain.InventoryWorld;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.login.Logins.Opened;
import io.aramaki.inventory.domain.secret.Digests;
import io.aramaki.kit.app.Redacted;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoginsTest {
  private static final UserId ALICE = new UserId("alice");
  private static final Redacted PASSWORD = Redacted.of("correct horse battery");
  private static final Redacted WRONG = Redacted.of("incorrect horse");
  private static final String ADDRESS = "192.0.2.1";
  private final InventoryWorld world = new InventoryWorld();

  @BeforeEach
  void makeAlice() {
    world.users.create(ALICE, "Alice", false, PASSWORD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bob", "Alice", "not an id!", "alice "})
  void login_unknownName_isRefusedAfterOneComparison(String name) {
    int before = world.hasher.comparisons();

    assertThatThrownBy(() -> world.logins.login(name, PASSWORD, ADDRESS))
        .isInstanceOf(LoginRefused.class)
        .hasMessage("the name or the password is wrong, or the user may not log in");

    assertThat(world.hasher.comparisons() - before).isEqualTo(1);
  }

  @Test
  void login_wrongPassword_isRefusedTheSameWay() {
    int before = world.hasher.comparisons();

    assertThatThrownBy(() -> login(WRONG))
        .isInstanceOf(LoginRefused.class)
        .hasMessage("the name or the password is wrong, or the user may not log in");

    assertThat(world.hasher.comparisons() - before).isEqualTo(1);
  }

  @Test
  void login_disabledUser_isRefusedTheSameWay() {
    world.users.create(new UserId("bob"), "", true, PASSWORD);
    int before = world.hasher.comparisons();

    assertThatThrownBy(() -> world.logins.login("bob", PASSWORD, ADDRESS))
        .isInstanceOf(LoginRefused.class);

    assertThat(world.hasher.comparisons() - before).isEqualTo(1);
  }

  @Test
  void login_afterFiveFailures_hasToWaitLongerAndLonger() {
    for (int i = 0; i < 6; i++) {
      assertThatThrownBy(() -> login(WRONG)).isInstanceOf(LoginRefused.class);
    }

    assertThatThrownBy(() -> login(PASSWORD)).isInstanceOf(TooManyAttempts.class);
    world.clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> login(WRONG)).isInstanceOf(LoginRefused.class);
    world.clock.advance(Duration.ofMillis(1999));
    assertThatThrownBy(() -> login(PASSWORD))
        .isInstanceOfSatisfying(
            TooManyAttempts.class, e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofMillis(1)));
    world.clock.advance(Duration.ofMillis(1));
    assertThat(login(PASSWORD)).isNotNull();
  }

  @Test
  void login_waitIsRefusedBeforeThePasswordIsLookedAt() {
    for (int i = 0; i < 6; i++) {
      assertThatThrownBy(() -> login(WRONG)).isInstanceOf(LoginRefused.class);
    }
    int before = world.hasher.comparisons();

    assertThatThrownBy(() -> login(PASSWORD)).isInstanceOf(TooManyAttempts.class);

    assertThat(world.hasher.comparisons()).isEqualTo(before);
  }

  @Test
  void login_wait_isBoundedAndForgiven() {
    for (int i = 0; i < 30; i++) {
      world.clock.advance(Duration.ofMinutes(5));
      assertThatThrownBy(() -> world.logins.login("alice", WRONG, ""))
          .isInstanceOf(LoginRefused.class);
    }

    assertThatThrownBy(() -> login(PASSWORD))
        .isInstanceOfSatisfying(
            TooManyAttempts.class,
            e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofMinutes(5)));
    world.clock.advance(Duration.ofMinutes(5));
    assertThat(login(PASSWORD)).isNotNull();
    assertThatThrownBy(() -> login(WRONG)).isInstanceOf(LoginRefused.class);
    assertThat(login(PASSWORD)).isNotNull();
  }

  @Test
  void login_manyNamesFromOneAddress_isLimited() {
    for (int i = 0; i < 31; i++) {
      String name = "user" + i;
      assertThatThrownBy(() -> world.logins.login(name, WRONG, ADDRESS))
          .isInstanceOf(LoginRefused.class);
    }

    assertThatThrownBy(() -> login(PASSWORD)).isInstanceOf(TooManyAttempts.class);
    assertThat(world.logins.login("alice", PASSWORD, "192.0.2.2")).isNotNull();
  }

  @Test
  void login_ownAccountInBetween_doesNotResetTheAddress() {
    for (int i = 0; i < 31; i++) {
      String name = "user" + i;
      assertThatThrownBy(() -> world.logins.login(name, WRONG, ADDRESS))
          .isInstanceOf(LoginRefused.class);
      if (i < 30) {
        login(PASSWORD);
      }
    }

    assertThatThrownBy(() -> login(PASSWORD)).isInstanceOf(TooManyAttempts.class);
  }

  @Test
  void login_manyAtOnce_countEach() throws Exception {
    Callable<Boolean> attempt =
        () -> {
          try {
            login(WRONG);
            return true;
          } catch (LoginRefused | TooManyAttempts _) {
            return false;
          }
        };
    int before = world.hasher.comparisons();

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      executor.invokeAll(Collections.nCopies(100, attempt));
    }

    assertThat(world.hasher.comparisons() - before).isBetween(1, 6);
  }

  @Test
  void session_secret_isKeptOnlyAsHash() {
    Opened opened = login(PASSWORD);

    assertThat(opened.secret().reveal()).hasSize(43);
    assertThat(opened.toString()).doesNotContain(opened.secret().reveal());
    assertThat(world.people.sessions().find(opened.secret().reveal())).isEmpty();
    assertThat(world.people.sessions().find(Digests.sha256Hex(opened.secret().reveal())))
        .isPresent();
    assertThat(world.logins.check(opened.secret()).id()).isEqualTo(ALICE);
  }

  @Test
  void session_unknown_hasEnded() {
    assertThatThrownBy(() -> world.logins.check(Redacted.of("guess")))
        .isInstanceOf(SessionEnded.class);
  }

  @Test
  void session_idle_endsAfterTwoHours() {
    Redacted used = login(PASSWORD).secret();
    Redacted idle = login(PASSWORD).secret();
    world.clock.advance(Duration.ofMinutes(119));
    world.logins.check(used);
    world.clock.advance(Duration.ofMinutes(2));

    assertThat(world.logins.check(used).id()).isEqualTo(ALICE);
    assertThatThrownBy(() -> world.logins.check(idle)).isInstanceOf(SessionEnded.class);
  }

  @Test
  void session_used_endsAfterTwelveHours() {
    Redacted secret = login(PASSWORD).secret();
    for (int i = 0; i < 12; i++) {
      world.logins.check(secret);
      world.clock.advance(Duration.ofHours(1));
    }

    assertThatThrownBy(() -> world.logins.check(secret)).isInstanceOf(SessionEnded.class);
  }

  @Test
  void session_afterLogout_hasEnded() {
    Redacted secret = login(PASSWORD).secret();

    world.logins.logout(secret);
    world.logins.logout(secret);

    assertThatThrownBy(() -> world.logins.check(secret)).isInstanceOf(SessionEnded.class);
  }

  @Test
  void session_passwordChanged_hasEnded() {
    Redacted secret = login(PASSWORD).secret();

    world.users.changePassword(ALICE, PASSWORD, Redacted.of("another long password"));

    assertThatThrownBy(() -> world.logins.check(secret)).isInstanceOf(SessionEnded.class);
    assertThatThrownBy(() -> login(PASSWORD)).isInstanceOf(LoginRefused.class);
  }

  @Test
  void changePassword_wrongCurrent_isRefusedAndCounted() {
    Redacted next = Redacted.of("another long password");
    for (int i = 0; i < 6; i++) {
      assertThatThrownBy(() -> world.users.changePassword(ALICE, WRONG, next))
          .isInstanceOf(WrongPassword.class);
    }

    assertThatThrownBy(() -> world.users.changePassword(ALICE, PASSWORD, next))
        .isInstanceOf(TooManyAttempts.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11, 201})
  void password_lengthNotAllowed_isRefused(int length) {
    Redacted password = Redacted.of("x".repeat(length));

    assertThatThrownBy(() -> world.users.resetPassword(ALICE, password))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("must have 12 to 200");
    assertThatThrownBy(() -> world.users.create(new UserId("bob"), "", false, password))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void users_takenOrUnknown_areRefused() {
    assertThatThrownBy(() -> world.users.create(ALICE, "", false, PASSWORD))
        .isInstanceOf(AlreadyExists.class);
    assertThatThrownBy(() -> world.users.resetPassword(new UserId("bob"), PASSWORD))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void apiToken_good_answersItsUser() {
    Redacted token = world.apiTokens.create(ALICE, "ci", Optional.empty()).token();

    assertThat(token.reveal()).startsWith("ara_").hasSize(47);
    assertThat(world.apiTokens.check(token).id()).isEqualTo(ALICE);
    world.clock.advance(ApiTokens.LIFE_DEFAULT);
    assertThatThrownBy(() -> world.apiTokens.check(token)).isInstanceOf(ApiTokenRefused.class);
  }

  @Test
  void apiToken_unknownOrOfDisabledUser_isRefused() {
    world.users.create(new UserId("bob"), "", true, PASSWORD);
    Redacted ofBob = world.apiTokens.create(new UserId("bob"), "ci", Optional.empty()).token();

    assertThatThrownBy(() -> world.apiTokens.check(Redacted.of("ara_guess")))
        .isInstanceOf(ApiTokenRefused.class);
    assertThatThrownBy(() -> world.apiTokens.check(ofBob)).isInstanceOf(ApiTokenRefused.class);
  }

  @Test
  void apiToken_revoked_isNeitherGoodNorListed() {
    var kept = world.apiTokens.create(ALICE, "cd", Optional.empty());
    var leaked = world.apiTokens.create(ALICE, "ci", Optional.empty());

    world.apiTokens.revoke(ALICE, leaked.kept().id());

    assertThat(world.apiTokens.of(ALICE)).containsExactly(kept.kept());
    assertThatThrownBy(() -> world.apiTokens.check(leaked.token()))
        .isInstanceOf(ApiTokenRefused.class);
    assertThat(world.apiTokens.check(kept.token()).id()).isEqualTo(ALICE);
    assertThatThrownBy(() -> world.apiTokens.revoke(ALICE, leaked.kept().id()))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void apiToken_ofSomebodyElse_isNotFoundUnderTheWrongName() {
    world.users.create(new UserId("bob"), "", false, PASSWORD);
    var token = world.apiTokens.create(ALICE, "ci", Optional.empty());

    assertThatThrownBy(() -> world.apiTokens.revoke(new UserId("bob"), token.kept().id()))
        .isInstanceOf(NotFound.class);

    assertThat(world.apiTokens.check(token.token()).id()).isEqualTo(ALICE);
  }

  @Test
  void apiTokens_tooMany_areRefusedUntilOneEnds() {
    for (int i = 0; i < 100; i++) {
      world.apiTokens.create(ALICE, "ci", Optional.empty());
    }

    assertThatThrownBy(() -> world.apiTokens.create(ALICE, "ci", Optional.empty()))
        .isInstanceOf(OverCapacity.class);
    world.clock.advance(ApiTokens.LIFE_DEFAULT);

    assertThat(world.apiTokens.of(ALICE)).isEmpty();
  }

  @Test
  void apiToken_badWishes_areRefused() {
    var now = world.clock.instant();
    assertThatThrownBy(() -> world.apiTokens.create(ALICE, " ", Optional.empty()))
        .isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> world.apiTokens.create(ALICE, "ci", Optional.of(now)))
        .hasMessageContaining("within one year");
    assertThatThrownBy(
            () -> world.apiTokens.create(ALICE, "ci", Optional.of(now.plus(Duration.ofDays(367)))))
        .hasMessageContaining("within one year");
    assertThatThrownBy(() -> world.apiTokens.create(new UserId("bob"), "ci", Optional.empty()))
        .isInstanceOf(NotFound.class);
  }

  private Opened login(Redacted password) {
    return world.logins.login("alice", password, ADDRESS);
  }
}
