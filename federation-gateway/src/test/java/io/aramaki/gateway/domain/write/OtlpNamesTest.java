package io.aramaki.gateway.domain.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.gateway.domain.write.OtlpNames.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OtlpNamesTest {
  @ParameterizedTest
  @CsvSource({
    "http.server.request.duration, s, OTHER, http_server_request_duration_seconds",
    "http.server.requests, {request}, COUNTER, http_server_requests_total",
    "system.network.io, By, COUNTER, system_network_io_bytes_total",
    "jvm.memory.used_bytes, By, GAUGE, jvm_memory_used_bytes",
    "total.things.total, 1, COUNTER, things_total",
    "cpu.utilization, 1, GAUGE, cpu_utilization_ratio",
    "cpu.load, 1, OTHER, cpu_load",
    "disk.speed, By/s, GAUGE, disk_speed_bytes_per_second",
    "speed, m/s, GAUGE, speed_meters_per_second",
    "queue, {items}/s, GAUGE, queue_per_second",
    "a..b__c, '', GAUGE, a_b_c",
    "5xx, '', COUNTER, _5xx_total",
    "ns:metric, '', GAUGE, ns:metric",
    "temp, Cel, GAUGE, temp_celsius",
    "odd, fortnight.x, GAUGE, odd_fortnight_x",
    "'', '', GAUGE, _"
  })
  void metric_isNamedAsPrometheusDoes(String name, String unit, Kind kind, String expected) {
    assertThat(OtlpNames.metric(name, unit, kind)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http.method, http_method",
    "_private, key_private",
    "__double, __double",
    "1st, key_1st",
    "ü, key_",
    "'', _"
  })
  void label_isNamedAsPrometheusDoes(String attribute, String expected) {
    assertThat(OtlpNames.label(attribute)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0.005, 0.005",
    "10, 10",
    "-2.5, -2.5",
    "1e21, 1000000000000000000000",
    "1e-7, 0.0000001",
    "-0.0, 0",
    "Infinity, +Inf",
    "-Infinity, -Inf",
    "NaN, NaN"
  })
  void number_isShortestWithoutExponent(double number, String expected) {
    assertThat(OtlpNames.number(number)).isEqualTo(expected);
  }
}
