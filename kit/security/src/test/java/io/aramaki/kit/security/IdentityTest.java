package io.aramaki.kit.security;

import static io.aramaki.kit.security.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.aramaki.kit.security.NotTrusted.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentityTest {
  private static final OrgId ORG = new OrgId("ar1" + "a".repeat(52));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "aramaki://",
        "https://ORG/agent/web-1",
        "aramaki://ORG",
        "aramaki://ORG/agent",
        "aramaki://ORG/agent/",
        "aramaki://ORG/agent/web-1/",
        "aramaki://ORG/agent/web-1/a1",
        "aramaki://ORG/agent/Web",
        "aramaki://ORG/agent/-web",
        "aramaki://ORG/agent/../x",
        "aramaki://ORG/agent/web-1?x",
        "aramaki://ORG/service/gateway",
        "aramaki://ORG/service/gateway/",
        "aramaki://ORG/service//a1",
        "aramaki://ORG/person/ann",
        "aramaki://example.org/agent/web-1",
        "ARAMAKI://ORG/agent/web-1",
        " aramaki://ORG/agent/web-1",
        "aramaki://ORG/agent/web-1\n",
      })
  void parse_otherUri_isRefused(String uri) {
    assertRefused(Reason.MALFORMED, () -> Identity.parse(uri.replace("ORG", ORG.value())));
  }

  @Test
  void parse_nameLongerThanALabel_isRefused() {
    // Given
    var uri = "aramaki://" + ORG + "/agent/" + "a".repeat(64);

    // When, Then
    assertRefused(Reason.MALFORMED, () -> Identity.parse(uri));
  }

  @Test
  void new_agentWithInstance_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Identity(ORG, Identity.Role.AGENT, "web-1", "a1"))
        .withMessageContaining("'a1'");
  }

  @Test
  void of_certificateWithoutUri_isRefused() {
    // Given
    var authority = new World().authority.certificate();

    // When, Then
    assertRefused(Reason.MALFORMED, () -> Identity.of(authority));
  }

  @Test
  void parse_service_roundTrips() {
    // Given
    var uri = "aramaki://" + ORG + "/service/inventory/i-7";

    // When
    var identity = Identity.parse(uri);

    // Then
    assertThat(identity).isEqualTo(Identity.service(ORG, "inventory", "i-7"));
    assertThat(identity.uri()).isEqualTo(uri);
    assertThat(identity.hostName()).isEqualTo("inventory.aramaki.internal");
    assertThat(identity.resourceName()).isEqualTo("orgs/" + ORG + "/services/inventory");
    assertThat(identity.isService("inventory")).isTrue();
    assertThat(identity.isService("gateway")).isFalse();
  }

  @Test
  void parse_agent_roundTrips() {
    // Given
    var uri = "aramaki://" + ORG + "/agent/0c9e-web";

    // When
    var identity = Identity.parse(uri);

    // Then
    assertThat(identity).isEqualTo(Identity.agent(ORG, "0c9e-web"));
    assertThat(identity.uri()).isEqualTo(uri);
    assertThat(identity.hostName()).isEqualTo("agent.aramaki.internal");
    assertThat(identity.resourceName()).isEqualTo("orgs/" + ORG + "/agents/0c9e-web");
    assertThat(identity.isAgent()).isTrue();
  }

  @Test
  void of_issuedCertificate_namesItsHolder() {
    // Given
    var world = new World();

    // When
    var identity = Identity.of(world.agent("web-1").certificate());

    // Then
    assertThat(identity).isEqualTo(Identity.agent(world.org, "web-1"));
  }
}
