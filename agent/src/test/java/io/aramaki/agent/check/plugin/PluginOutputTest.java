package io.aramaki.agent.check.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.aramaki.agent.check.Perfdatum;
import io.aramaki.agent.check.Range;
import io.aramaki.agent.check.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PluginOutputTest {
  private static final Path OUTPUTS = outputs();

  /// name, status, first line of text, number of perfdata, `label=value unit` of the first.
  private static final List<String> EXPECTED = expected();

  static List<String> cases() {
    return EXPECTED;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void realOutput_isParsed_asExpected(String expected) throws IOException {
    // Given
    String[] columns = expected.split("\t", -1);
    JsonObject real = read(columns[0]);

    // When
    PluginOutput output = PluginOutput.parse(real.get("stdout").getAsString());

    // Then
    assertThat(Status.ofExitCode(real.get("exit").getAsInt())).hasToString(columns[1]);
    assertThat(output.text().lines().findFirst().orElse("")).isEqualTo(columns[2]);
    assertThat(output.perfdata()).hasSize(Integer.parseInt(columns[3]));
    String first =
        output.perfdata().stream()
            .findFirst()
            .map(p -> (p.label() + "=" + p.value() + " " + p.unit()).strip())
            .orElse("");
    assertThat(first).isEqualTo(columns[4]);
  }

  @Test
  void corpus_isCovered_byExpectations() throws IOException {
    try (Stream<Path> files = Files.list(OUTPUTS)) {
      assertThat(files.filter(f -> f.toString().endsWith(".json")).count())
          .isEqualTo(EXPECTED.size())
          .isEqualTo(87);
    }
  }

  @Test
  void thresholds_ofRealOutput_areRanges() throws IOException {
    List<Perfdatum> procs = perfdata("procs-ok");
    assertThat(procs.getFirst().warn()).contains(new Range(1, 1000, false));
    assertThat(procs.getFirst().min()).hasValue(0);
    assertThat(procs.getFirst().max()).isEmpty();
    List<Perfdatum> users = perfdata("users-critical-range");
    assertThat(users.getFirst().crit()).contains(new Range(1, Double.POSITIVE_INFINITY, false));
    List<Perfdatum> http = perfdata("http-ok-extperf");
    assertThat(http.getFirst().warn()).isEmpty();
    assertThat(http.getFirst().max()).hasValue(10);
    assertThat(http.get(1).unit()).isEqualTo("bytes");
    List<Perfdatum> ping = perfdata("ping-ok");
    assertThat(ping.getFirst().value()).isEqualTo(0.000039);
    assertThat(ping.getFirst().warn()).contains(new Range(0, 0.1, false));
    List<Perfdatum> dummy = perfdata("dummy-perfdata-handmade");
    assertThat(dummy).hasSize(3);
    assertThat(dummy.getFirst().label()).isEqualTo("/var lib");
    assertThat(dummy.getFirst().value()).isEqualTo(12_500_000);
    assertThat(dummy.getFirst().warn()).contains(new Range(Double.NEGATIVE_INFINITY, 1e8, false));
    assertThat(dummy.getFirst().crit()).contains(new Range(5e6, 1e7, true));
    assertThat(dummy.get(2).unit()).isEqualTo("count");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "a=1, a, 1, ''",
        "'a b'=1, a b, 1, ''",
        "'it''s'=2s, it's, 2, seconds",
        "'a=b'=3, a=b, 3, ''",
        "a=-1.5ms, a, -0.0015, seconds",
        "a=2us, a, 0.000002, seconds",
        "a=2ns, a, 0.000000002, seconds",
        "a=5%, a, 5, percent",
        "a=5c, a, 5, count",
        "a=1KB, a, 1000, bytes",
        "a=1kB, a, 1000, bytes",
        "a=1KiB, a, 1024, bytes",
        "a=2MB, a, 2000000, bytes",
        "a=2GB, a, 2000000000, bytes",
        "a=2TB, a, 2000000000000, bytes",
        "a=7B, a, 7, bytes",
        "a=1e3, a, 1000, ''",
        "a=.5, a, 0.5, ''",
        "a=+3, a, 3, ''",
        "a=21C, a, 21, C",
        "a=900rpm, a, 900, rpm",
        "/=5B;;;0, /, 5, bytes",
      })
  void item_isWellFormed_read(String text, String label, double value, String unit) {
    Perfdata perfdata = Perfdata.parse(text);
    assertThat(perfdata.malformed()).isZero();
    assertThat(perfdata.items().getFirst().label()).isEqualTo(label);
    assertThat(perfdata.items().getFirst().value()).isEqualTo(value);
    assertThat(perfdata.items().getFirst().unit()).isEqualTo("''".equals(unit) ? "" : unit);
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(
      strings = {
        "a", "a=", "=1", "a=b", "a=1,5", "'a=1", "a=--1", "a=nan", "a=inf", "''=1", "a=1 2"
      })
  void item_isMalformed_passedOver(String text) {
    assertThat(Perfdata.parse(text).malformed()).isEqualTo(1);
  }

  @Test
  void malformedItem_amongOthers_costsOnlyItself() {
    Perfdata perfdata = Perfdata.parse("a=1 junk b=2;x;3 c=U d=4;;");
    assertThat(perfdata.items().stream().map(Perfdatum::label)).containsExactly("a", "b", "d");
    assertThat(perfdata.items().get(1).warn()).isEmpty();
    assertThat(perfdata.items().get(1).crit()).isPresent();
    assertThat(perfdata.malformed()).isEqualTo(1);
  }

  @Test
  void severalLines_withPerfdataOnTwo_joined() {
    PluginOutput output = PluginOutput.parse("OK | a=1\nlong 1\nlong 2 | b=2\nc=3\n'd e'=4\n");
    assertThat(output.text()).isEqualTo("OK\nlong 1\nlong 2");
    assertThat(output.perfdata().stream().map(Perfdatum::label))
        .containsExactly("a", "b", "c", "d e");
  }

  @Test
  void anyBytes_areParsed_withoutFailing() {
    var random = new SplittableRandom(4711);
    String alphabet = "ab='|;:~@.-10 \n\tU%sMB\u0000é𝄞";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(60); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      PluginOutput output = PluginOutput.parse(text.toString());
      assertThat(output.text().length()).isLessThanOrEqualTo(text.length());
    }
  }

  @Test
  void text_isCut_onACodePoint() {
    for (int max = 0; max < 60; max++) {
      String cut = OutputText.cut("größe 𝄞𝄞𝄞 ".repeat(20), max);
      byte[] bytes = cut.getBytes(StandardCharsets.UTF_8);
      assertThat(bytes.length).isLessThanOrEqualTo(max);
      assertThat(cut).doesNotContain("\ufffd");
    }
  }

  private static List<Perfdatum> perfdata(String name) throws IOException {
    return PluginOutput.parse(read(name).get("stdout").getAsString()).perfdata();
  }

  private static JsonObject read(String name) throws IOException {
    String json = Files.readString(OUTPUTS.resolve(name + ".json"));
    return JsonParser.parseString(json).getAsJsonObject();
  }

  private static Path outputs() {
    return Path.of("src/test/resources/io/aramaki/agent/check/plugin/outputs").toAbsolutePath();
  }

  private static List<String> expected() {
    try (var in = PluginOutputTest.class.getResourceAsStream("outputs.tsv")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
