package io.aramaki.monitoring.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.config.ConfigException;
import io.aramaki.kit.config.Configs;
import io.aramaki.monitoring.app.MonitoringConfig.RetentionConfig;
import io.aramaki.monitoring.domain.index.limit.SeriesLimits;
import io.aramaki.monitoring.domain.retention.Keep;
import io.aramaki.monitoring.domain.retention.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The configuration file: what may be left out, and what is refused with its place.
final class MonitoringConfigTest {
  private static final String LEAST =
      """
      member:
        inventory: dns:///127.0.0.1:1
        tls-directory: tls
        instance: m1
      cassandra:
        keyspace: monitoring
      key-file: monitoring.key
      """;

  private static final String ALL =
      LEAST
          + """
          grpc:
            host: 127.0.0.1
            port: 7001
          admin:
            port: 7002
          advertise: m1.example:7001
          credits: 64
          keepalive:
            interval: 5s
            missed: 4
            critical-after: 60s
          retention:
            samples: 90d
            rollup5m: 91d
            rollup1h: 0d
            classes:
              - name: debug
                match: 'debug_.*'
                samples: 14d
                rollup1h: 365d
              - name: trace
                match: 'trace_.*'
                samples: 8d
          series:
            per-agent: 300
            per-system: 7000
          """;

  @TempDir private Path directory;

  @Test
  void whatIsLeftOut_hasItsDefault() throws IOException {
    var config = load(LEAST, Map.of());

    assertThat(config.credits()).isEqualTo(32);
    assertThat(config.advertise()).isEmpty();
    assertThat(config.keepalive().interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.keepalive().missed()).isEqualTo(3);
    assertThat(config.keepalive().criticalAfter()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.retention()).isEqualTo(RetentionConfig.defaults());
    assertThat(config.retention().rule().keep(Retention.NO_CLASS)).isEqualTo(keep(400, 800, 1_830));
    assertThat(config.series().perAgent()).isEqualTo(50_000);
    assertThat(config.series().perSystem()).isEqualTo(1_000_000);
  }

  @Test
  void everyKey_isRead() throws IOException {
    var config = load(ALL, Map.of());

    assertThat(config.grpc().port()).isEqualTo(7001);
    assertThat(config.admin().port()).isEqualTo(7002);
    assertThat(config.advertise()).contains("m1.example:7001");
    assertThat(config.credits()).isEqualTo(64);
    assertThat(config.keepalive().rules().warningAfter()).isEqualTo(Duration.ofSeconds(20));
    var retention = config.retention().rule();
    assertThat(retention.keep(retention.classOf("debug_x"))).isEqualTo(keep(14, 91, 365));
    assertThat(retention.keep(retention.classOf("trace_x"))).isEqualTo(keep(8, 91, 0));
    assertThat(retention.keep(retention.classOf("my_debug_x"))).isEqualTo(keep(90, 91, 0));
    assertThat(config.series().limits()).isEqualTo(new SeriesLimits(300, 7_000));
  }

  private static Keep keep(long samples, long rollup5m, long rollup1h) {
    return new Keep(Duration.ofDays(samples), Duration.ofDays(rollup5m), Duration.ofDays(rollup1h));
  }

  @Test
  void environment_overridesTheFile() throws IOException {
    var config = load(ALL, Map.of("ARAMAKI_CREDITS", "7", "ARAMAKI_KEEPALIVE_INTERVAL", "6s"));

    assertThat(config.credits()).isEqualTo(7);
    assertThat(config.keepalive().interval()).isEqualTo(Duration.ofSeconds(6));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "admin:             | http:               | http",
        "key-file:          | keyfile:            | key-file",
        "credits: 64        | credits: 0          | 1 to 1024, was 0",
        "credits: 64        | credits: many       | credits",
        "missed: 4          | missed: 1           | missed: must be at least 2",
        "per-agent: 300     | per-agent: 0        | per-agent: must be 1 to 10000000 series, was 0",
        "per-system: 7000   | per-system: 99999999| per-system: must be 1 to 10000000 series",
        "samples: 90d       | samples: 3d         | retention.samples: must be 8d to 3660d, was 3d",
        "samples: 14d       | samples: 90m        | retention.classes[0].samples: must be 8d to 3660d, was PT1H30M",
        "rollup5m: 91d      | rollup5m: 1d        | retention.rollup5m: must be 0d for none, or 8d to 3660d, was 1d",
        "rollup1h: 365d     | rollup1h: 9999d     | retention.classes[0].rollup1h: must be 0d for none, or 8d to 3660d, was 9999d",
        "match: 'debug_.*'  | match: 'debug_('    | retention.classes[0].match: must be a regular expression of RE2",
        "match: 'trace_.*'  | match: ''           | retention.classes[1].match: must be a regular expression of 1 to 512",
        "match: 'trace_.*'  | match: '(x{999}){9}'| at most 1000 are allowed",
        "match: 'trace_.*'  | matches: 'x'        | did you mean \"match\"?",
        "name: debug        | name: De bug        | retention.classes[0].name: must be 1 to 63 small letters",
        "name: trace        | name: debug         | retention.classes: has the name \"debug\" twice",
        "interval: 5s       | interval: 0s        | interval: must be longer than 0",
        "critical-after: 60s| critical-after: 20s | critical-after: must exceed"
      })
  void fileThatIsWrong_isRefusedWithItsPlace(String right, String wrong, String words) {
    // Given
    var text = ALL.replace(right.strip(), wrong.strip());
    assertThat(text).isNotEqualTo(ALL);

    // When / Then
    assertThatThrownBy(() -> load(text, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("monitoring.yaml")
        .hasMessageContaining(words);
  }

  private MonitoringConfig load(String text, Map<String, String> environment) throws IOException {
    var file = directory.resolve("monitoring.yaml");
    Files.writeString(file, text);
    return Configs.load(file, environment, MonitoringConfig.class);
  }
}
