package io.aramaki.kit.grpc.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.name.ResourceName;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SystemOfTest {
  private final SystemOf systemOf =
      SystemOf.systems()
          .with("actions", name -> Optional.of("orgs/o/systems/of-" + name.id()))
          .with("ghosts", _ -> Optional.empty());

  private Optional<String> of(String name) {
    return systemOf.systemOf(ResourceName.parse(name));
  }

  @Test
  void unknownCollection_leadsNowhere() {
    assertThat(of("orgs/o/tickets/t")).isEmpty();
    assertThat(of("orgs/o")).isEmpty();
  }

  @Test
  void resourceThatDoesNotExist_leadsNowhere() {
    assertThat(of("orgs/o/ghosts/g")).isEmpty();
  }

  @Test
  void system_isItself_alsoBelow() {
    assertThat(of("orgs/o/systems/web")).contains("orgs/o/systems/web");
    assertThat(of("orgs/o/systems/web/facts/os")).contains("orgs/o/systems/web");
  }

  @Test
  void child_belongsToTheSystemOfItsParent() {
    assertThat(of("orgs/o/actions/restart/runs/r1")).contains("orgs/o/systems/of-restart");
  }
}
