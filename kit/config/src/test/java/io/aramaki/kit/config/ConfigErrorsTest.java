package io.aramaki.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.aramaki.kit.app.BadConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What operators get wrong, and what they are told.
final class ConfigErrorsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '"',
      value = {
        "prot: 1 # s:2: prot: unknown key; did you mean \"port\"?",
        "http: {hots: x} # s:2: http.hots: unknown key; did you mean \"host\"?",
        "endpoint: x # s:2: endpoint: unknown key; did you mean \"otlp-endpoint\"?",
        "tls: {xyzzy: x} # s:2: tls.xyzzy: unknown key; valid: certificate",
        "routes: [{receiver: a, route: []}] # s:2: routes[0].route: unknown key; did you mean \"routes\"?",
        "contactPoints: [a] # s:2: contactPoints: unknown key; did you mean \"contact-points\"?",
        "finder: {kind: none, port: 1} # s:2: finder.port: unknown key; nothing is valid here",
        "finder: {kind: consul} # s:2: finder.kind: unknown kind \"consul\"; did you mean \"consul-http\"?",
        "finder: {port: 1} # s:2: finder.kind: is missing; valid: none, list-finder, consul-http",
        "finder: [] # s:2: finder: expected section with kind none|list-finder|consul-http, found a list",
        "port: eighty # s:2: port: expected whole number, found \"eighty\"",
        "port: 1.5 # s:2: port: expected whole number, found \"1.5\"",
        "port: 99999999999 # s:2: port: expected whole number, found \"99999999999\"",
        "port: [1] # s:2: port: expected whole number, found a list",
        "port: {a: 1} # s:2: port: expected whole number, found a section",
        "sample-ratio: .nan # s:2: sample-ratio: expected number, found \".nan\"",
        "sample-ratio: NaN # s:2: sample-ratio: expected number, found \"NaN\"",
        "enabled: yes # s:2: enabled: expected true or false, found \"yes\"",
        "timeout: 10 # s:2: timeout: expected duration such as 250ms, 10s, 1h30m or PT1S, found \"10\"",
        "timeout: 10 s # s:2: timeout: expected duration such as 250ms, 10s, 1h30m or PT1S, found \"10 s\"",
        "level: local_quorum # s:2: level: expected one|local-quorum, found \"local_quorum\"; did you mean \"local-quorum\"?",
        "otlp-endpoint: 127.0.0.1:4318 # s:2: otlp-endpoint: expected absolute URI such as http://127.0.0.1:4318, found \"127.0.0.1:4318\"",
        "password-file: '' # s:2: password-file: expected path, found \"\"",
        "contact-points: a # s:2: contact-points: expected list of text, found a single value",
        "contact-points: [a, [b]] # s:2: contact-points[1]: expected text, found a list",
        "contact-points: [a, ~] # s:2: contact-points[1]: is missing; expected text",
        "levels: [one, one] # s:2: levels: has the same element twice",
        "labels: [a] # s:2: labels: expected map of names to text, found a list",
        "labels: {a: {b: c}} # s:2: labels.a: expected text, found a section",
        "labels: {[a]: b} # s:2: a key must be a plain word",
        "http: 80 # s:2: http: expected section, found a single value",
        "http: {port: 70000} # s:2: http.port: must be 0 to 65535, was 70000",
        "http: {port: 1, host: bad} # s:2: http: this host and this port do not go together",
        "tls: {} # s:2: tls.certificate: is missing; expected path",
        "name: y # s:2: name: is given twice, first at line 1",
        "\"a: b: c\" # s:2: is not YAML: mapping values are not allowed here",
        "port: *x # s:2: is not YAML: found undefined alias x",
      })
  void key_wrong_isSaidWithLineKeyAndWhatIsRight(String line, String message) {
    assertThatThrownBy(() -> Configs.parse("name: x\n" + line + "\n", "s", Map.of(), Sample.class))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void key_required_isSaidToBeMissing() {
    assertThatThrownBy(() -> Configs.parse("port: 1\n", "s", Map.of(), Sample.class))
        .hasMessage("s:1: name: is missing; expected text");
  }

  @Test
  void secret_ofWrongForm_isNotRepeated() {
    assertThatThrownBy(
            () -> Configs.parse("name: x\nsecret: [hunter2]", "s", Map.of(), Sample.class))
        .hasMessageContaining("s:2: secret: expected secret text")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void variable_wrong_isNamed() {
    assertThatThrownBy(
            () -> Configs.parse("name: x", "s", Map.of("ARAMAKI_HTTP_PORT", "x"), Sample.class))
        .hasMessage(
            "environment variable ARAMAKI_HTTP_PORT: http.port: expected whole number, found \"x\"");
  }

  @Test
  void file_thatCannotBeUsed_isSaid() throws Exception {
    // Given
    Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xff, 1});
    Path huge = Files.write(directory.resolve("huge.yaml"), new byte[(1 << 20) + 1]);
    Path list = Files.writeString(directory.resolve("list.yaml"), "- a\n- b\n");
    Path two = Files.writeString(directory.resolve("two.yaml"), "name: a\n---\nname: b\n");
    Path none = directory.resolve("none.yaml");

    // When
    var messages =
        List.of(binary, huge, list, two, none).stream()
            .map(file ->
                catchThrowableOfType(
                    BadConfiguration.class, () -> Configs.load(file, Map.of(), Sample.class)))
            .map(Throwable::getMessage)
            .toList();

    // Then
    assertThat(messages.get(0)).contains("binary.yaml").endsWith("is not UTF-8 text");
    assertThat(messages.get(1)).contains("huge.yaml").contains("is larger than");
    assertThat(messages.get(2)).contains("list.yaml:1: expected section, found a list");
    assertThat(messages.get(3)).contains("two.yaml").contains("is not YAML");
    assertThat(messages.get(4)).contains("none.yaml").contains("cannot be read");
  }

  @Test
  void aliases_thatMultiply_areCutOff() {
    // Given
    var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String many = ("*a" + (i - 1) + ", ").repeat(10);
      yaml.append("a%d: &a%d [%s]\n".formatted(i, i, many.substring(0, many.length() - 2)));
    }

    // When, Then
    assertThatThrownBy(() -> Configs.parse(yaml.toString(), "s", Map.of(), Sample.class))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("more than");
  }

  @Test
  void alias_ofItself_isCutOff() {
    assertThatThrownBy(() -> Configs.parse("name: &a [*a]", "s", Map.of(), Sample.class))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void type_thatCannotBeConfigured_isSaidToTheProgrammer() {
    record Odd(Object anything) {}

    assertThatThrownBy(() -> Configs.parse("anything: 1", "s", Map.of(), Odd.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("anything");
  }

  @Test
  void exception_ofConfiguration_tellsItsKey() {
    var e =
        catchThrowableOfType(
            ConfigException.class,
            () -> Configs.parse("name: x\nhttp: {port: -1}", "s", Map.of(), Sample.class));

    assertThat(e.key()).isEqualTo("http.port");
  }

  @ParameterizedTest
  @CsvSource({"port,prot,1", "port,port,0", "port,'',4", "a,b,1", "host,hots,1", "port,ports,1"})
  void distance_ofWords_countsSlips(String a, String b, int slips) {
    assertThat(Nearest.distance(a, b)).isEqualTo(slips);
    assertThat(Nearest.distance(b, a)).isEqualTo(slips);
  }
}
