package io.aramaki.kit.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResourceNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "orgs",
        "orgs/",
        "/orgs/a",
        "orgs/a/",
        "orgs/a/systems",
        "orgs/a/systems/",
        "orgs/a//b",
        "systems/a",
        "orgs/A",
        "orgs/a/systems/Web",
        "orgs/a/systems/-",
        "orgs/a/systems/1web",
        "orgs/a/systems/web-",
        "orgs/a/systems/web.prod",
        "orgs/a/systems/w\u00e9b",
        "orgs/a/Systems/web",
        "orgs/a/systems/web\n",
        "orgs/a/systems/../users/root",
        "orgs/a/systems/5C2E0A3E-0000-4000-8000-000000000000",
        "orgs/a/systems/abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcd",
        "orgs/a/b/c/b/c/b/c/b/c/b/c",
      })
  void name_malformed_isRefused(String text) {
    assertThatThrownBy(() -> ResourceName.parse(text)).isInstanceOf(IllegalResourceName.class);
  }

  @Test
  void name_farTooLong_isRefusedWithoutRepeatingIt() {
    String text = "orgs/a/systems/" + "x".repeat(10_000);

    assertThatThrownBy(() -> ResourceName.parse(text))
        .isInstanceOf(IllegalResourceName.class)
        .hasMessageContaining("512");
  }

  @Test
  void name_ofAnotherKind_isRefusedWithTheFormAskedFor() {
    assertThatThrownBy(() -> ResourceName.parse("orgs/a/systems/web", "actions", "runs"))
        .isInstanceOf(IllegalResourceName.class)
        .hasMessageContaining("orgs/{org}/actions/{action}/runs/{run}");
    assertThatThrownBy(() -> ResourceName.parse("orgs/a/actions/x", "actions", "runs"))
        .isInstanceOf(IllegalResourceName.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orgs/a",
        "orgs/-",
        "orgs/ar1abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwxyz2",
        "orgs/-/systems/web-1",
        "orgs/a/actions/restart/runs/5c2e0a3e-0000-4000-8000-000000000000",
      })
  void name_parsedAndWritten_isTheSame(String text) {
    assertThat(ResourceName.parse(text)).hasToString(text);
  }

  @Test
  void name_taken_apart_givesItsParts() {
    var name = ResourceName.parse("orgs/a/actions/restart/runs/r1", "actions", "runs");

    assertThat(name.org()).isEqualTo("a");
    assertThat(name.collection()).isEqualTo("runs");
    assertThat(name.id()).isEqualTo("r1");
    assertThat(name.id("actions")).contains("restart");
    assertThat(name.id("systems")).isEmpty();
    assertThat(name.parent()).contains(ResourceName.org("a").child("actions", "restart"));
    assertThat(ResourceName.org("a").parent()).isEmpty();
    assertThat(ResourceName.org("a").collection()).isEqualTo("orgs");
    assertThat(ResourceName.org("a").id()).isEqualTo("a");
  }

  @Test
  void thisOrg_resolved_keepsForeignNames() {
    assertThat(ResourceName.parse("orgs/-/systems/web").inOrg("mine"))
        .hasToString("orgs/mine/systems/web");
    assertThat(ResourceName.parse("orgs/theirs/systems/web").inOrg("mine"))
        .hasToString("orgs/theirs/systems/web");
  }
}
