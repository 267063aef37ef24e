package io.aramaki.agent.session.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.aramaki.agent.check.CheckDefinition;
import io.aramaki.agent.check.CheckSet;
import io.aramaki.monitoring.v1.Check;
import io.aramaki.monitoring.v1.CheckDefinitionSet;
import org.junit.jupiter.api.Test;

class CheckSetsTest {
  private static CheckSet read(Check.Builder... checks) {
    var set = CheckDefinitionSet.newBuilder().setVersion(4);
    for (Check.Builder check : checks) {
      set.addChecks(check);
    }
    return CheckSets.read(set.build());
  }

  private static Check.Builder builtin() {
    return Check.newBuilder()
        .setName("orgs/o/checks/c")
        .setSystem("orgs/o/systems/s")
        .setBuiltin(Check.Builtin.newBuilder().setId("load"));
  }

  private static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  @Test
  void fields_areAbsent_defaultsOfTheContractCount() {
    CheckDefinition check = read(builtin()).checks().getFirst();
    assertThat(check.interval()).isEqualTo(java.time.Duration.ofSeconds(60));
    assertThat(check.retryInterval()).isEqualTo(check.interval());
    assertThat(check.maxAttempts()).isEqualTo(3);
    assertThat(check.timeout()).isEqualTo(java.time.Duration.ofSeconds(30));
    assertThat(check.maxOutputBytes()).isEqualTo(16 * 1024);
    assertThat(check.id()).isEqualTo("c");
  }

  @Test
  void fields_areNonsense_areBroughtIntoTheirLimits() {
    CheckDefinition check =
        read(builtin()
                .setInterval(seconds(-5))
                .setRetryInterval(seconds(0))
                .setTimeout(seconds(900))
                .setMaxCheckAttempts(1_000_000)
                .setMaxOutputBytes(1 << 30))
            .checks()
            .getFirst();
    assertThat(check.interval()).isEqualTo(java.time.Duration.ofSeconds(1));
    assertThat(check.retryInterval()).isEqualTo(java.time.Duration.ofSeconds(1));
    assertThat(check.timeout()).isEqualTo(check.interval());
    assertThat(check.maxAttempts()).isEqualTo(100);
    assertThat(check.maxOutputBytes()).isEqualTo(64 * 1024);
  }

  @Test
  void kind_isUnknownOrEmpty_onlyThatCheckIsLeftOut() {
    CheckSet set =
        read(
            builtin().clearBuiltin(),
            builtin().setCommand(Check.Command.getDefaultInstance()),
            builtin().setCommand(Check.Command.newBuilder().addArguments("check_x")));
    assertThat(set.version()).isEqualTo(4);
    assertThat(set.checks()).hasSize(1);
  }
}
