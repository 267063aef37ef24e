package io.aramaki.inventory.domain.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.agent.Revocation.RevokedAgent;
import io.aramaki.inventory.domain.agent.Revocation.RevokedCertificate;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What every store of the revocation log does.
public abstract class RevocationStoreContract {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00.123Z");
  private static final Revocation FIRST =
      new Revocation(1, new RevokedAgent(new AgentId("a1")), THEN, "stolen", "orgs/o/users/u");
  private static final Revocation SECOND =
      new Revocation(2, new RevokedCertificate("c".repeat(64)), THEN, "", "orgs/o/users/u");

  protected abstract RevocationStore store();

  @Test
  void append_inOrder_isReadInOrder() {
    assertThat(store().append(FIRST)).isTrue();
    assertThat(store().append(SECOND)).isTrue();

    assertThat(store().after(0, 10)).containsExactly(FIRST, SECOND);
    assertThat(store().after(1, 10)).containsExactly(SECOND);
    assertThat(store().after(0, 1)).containsExactly(FIRST);
    assertThat(store().after(2, 10)).isEmpty();
  }

  @Test
  void append_withGap_isRefused() {
    assertThat(store().append(SECOND)).isFalse();

    assertThat(store().after(0, 10)).isEmpty();
  }

  @Test
  void append_positionTaken_isRefused() {
    store().append(FIRST);

    var other = new Revocation(1, new RevokedAgent(new AgentId("a2")), THEN, "", "");

    assertThat(store().append(other)).isFalse();
    assertThat(store().after(0, 10)).containsExactly(FIRST);
  }
}
