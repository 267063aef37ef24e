package io.aramaki.agent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.config.ConfigException;
import io.aramaki.kit.config.Configs;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentConfigTest {
  private static AgentConfig parse(String yaml) {
    return Configs.parse(yaml, "agent.yaml", Map.of(), AgentConfig.class);
  }

  @Test
  void nothing_isSaid_defaultsCount() {
    AgentConfig config = parse("");
    assertThat(config.stateDirectory()).isEqualTo(Path.of("/var/lib/aramaki-agent"));
    assertThat(config.gateways()).isEmpty();
    assertThat(config.spool().capBytes()).isEqualTo(64L << 20);
    assertThat(config.spool().reserveBytes()).isEqualTo(16L << 20);
    assertThat(config.checks().concurrent()).isEqualTo(8);
    assertThat(config.checks().allowedCommands()).isEmpty();
    assertThat(config.checks().pluginDirectories()).contains(Path.of("/usr/lib/nagios/plugins"));
    assertThat(config.metrics().enabled()).isTrue();
    assertThat(config.metrics().interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.actions().allowedCommands()).isEmpty();
    assertThat(config.session().ackTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.session().goodbyeTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.session().expectedAbsence()).isEqualTo(Duration.ofHours(1));
    assertThat(config.telemetry().otlpEndpoint()).isEmpty();
  }

  @Test
  void everyKey_isSaid_counts() {
    AgentConfig config =
        parse(
            """
            state-directory: /s
            gateways: [a:1, b:2]
            spool: {cap-bytes: 2000000, reserve-bytes: 0}
            checks: {plugin-directories: [/p], allowed-commands: [/p/check], concurrent: 2}
            metrics: {enabled: false, interval: 30s}
            actions: {allowed-commands: [/bin/true]}
            session: {ack-timeout: 5s, goodbye-timeout: 1s, expected-absence: 2h}
            telemetry: {otlp-endpoint: "http://127.0.0.1:4318", sample-ratio: 0.5}
            """);
    assertThat(config.gateways()).containsExactly("a:1", "b:2");
    assertThat(config.actions().allowedCommands()).containsExactly(Path.of("/bin/true"));
    assertThat(config.telemetry().sampleRatio()).isEqualTo(0.5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spool: {cap-bytes: 10}",
        "spool: {reserve-bytes: -1}",
        "checks: {concurrent: 0}",
        "metrics: {interval: 1ms}",
        "session: {goodbye-timeout: 1h}",
        "spol: {}",
        "gateways: {a: b}"
      })
  void key_isWrong_refused(String yaml) {
    assertThatThrownBy(() -> parse(yaml)).isInstanceOf(ConfigException.class);
  }

  @Test
  void command_isWrong_saysWhatThereIs() {
    var err = new ByteArrayOutputStream();
    var commands =
        new Commands(
            "aramaki-agent",
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(commands.run("enroll", new String[0])).isEqualTo(2);
    assertThat(commands.run("enrol", new String[0])).isEqualTo(2);
    assertThat(commands.run("enrol", new String[] {"--tokn", "x"})).isEqualTo(2);
    assertThat(commands.run("check-config", new String[] {"--config", "/no/such"})).isEqualTo(2);
    assertThat(commands.run("help", new String[0])).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("there are run, enrol, check-config")
        .contains("--token");
  }
}
