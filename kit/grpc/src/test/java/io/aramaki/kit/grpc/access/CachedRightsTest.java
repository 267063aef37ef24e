package io.aramaki.kit.grpc.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.Role;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CachedRightsTest {
  private static final String ANNA = "orgs/o/users/anna";

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private boolean down;
  private Role role = Role.OPERATOR;
  private final CachedRights cached = new CachedRights(this::ask, now::get);

  private Rights ask(String principal) {
    asked.incrementAndGet();
    if (down) {
      throw new IllegalStateException("inventory is down");
    }
    return Rights.of(List.of(Right.newBuilder().setRole(role).setOrganisationWide(true).build()));
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void sourceThatIsDownFromTheStart_givesNothing() {
    down = true;
    assertThat(cached.forReading(ANNA)).isEmpty();
    assertThat(cached.forChange(ANNA)).isEmpty();
  }

  @Test
  void sourceThatGoesDown_staleRightsAllowReadingAndNoChange() {
    // Given
    cached.forChange(ANNA);
    down = true;
    pass(CachedRights.FRESH.plusSeconds(1));
    // When Then
    assertThat(cached.forReading(ANNA)).isPresent();
    assertThat(cached.forChange(ANNA)).isEmpty();
  }

  @Test
  void sourceThatStaysDown_endsReadingToo() {
    // Given
    cached.forReading(ANNA);
    down = true;
    // When
    pass(CachedRights.STALE_MAX.plusSeconds(1));
    // Then
    assertThat(cached.forReading(ANNA)).isEmpty();
  }

  @Test
  void sourceThatFailed_isLeftAloneForASecond_thenAskedAgain() {
    // Given
    down = true;
    cached.forReading(ANNA);
    cached.forReading(ANNA);
    assertThat(asked).hasValue(1);
    // When
    down = false;
    pass(Duration.ofSeconds(2));
    // Then
    assertThat(cached.forChange(ANNA)).isPresent();
  }

  @Test
  void revokedRight_endsWithinTheFreshTime() {
    // Given
    assertThat(cached.forChange(ANNA).orElseThrow().organisationWide(Role.OPERATOR)).isTrue();
    role = Role.VIEWER;
    // When
    pass(CachedRights.FRESH.plusMillis(1));
    // Then
    assertThat(cached.forChange(ANNA).orElseThrow().organisationWide(Role.OPERATOR)).isFalse();
  }

  @Test
  void manyCalls_askTheSourceOnce() {
    for (int i = 0; i < 100; i++) {
      cached.forReading(ANNA);
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void otherPerson_isAskedForSeparately() {
    cached.forReading(ANNA);
    cached.forReading("orgs/o/users/bert");
    assertThat(asked).hasValue(2);
  }
}
