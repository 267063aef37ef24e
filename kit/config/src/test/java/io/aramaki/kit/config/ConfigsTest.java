package io.aramaki.kit.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.app.Redacted;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigsTest {
  private static final String FULL =
      """
      name: 007
      enabled: false
      port: 1
      bytes-max: 2
      sample-ratio: 1
      timeout: PT1S
      password-file: secrets/pw
      otlp-endpoint: http://127.0.0.1:4318
      level: one
      secret: hunter2
      contact-points:
        - a
        - b
      levels: [one, local-quorum]
      labels: {env: prod, "Odd Name": x}
      http:
        port: 80
      tls:
        certificate: /etc/x.pem
      finder:
        kind: consul-http
        port: 85
      routes:
        - receiver: r1
          routes: [{receiver: r2}]
          doors: {front: {port: 7}}
      """;

  @TempDir Path directory;

  @Test
  void file_withEveryKey_fillsTheRecord() throws Exception {
    // Given
    Path file = Files.writeString(directory.resolve("sample.yaml"), FULL);

    // When
    Sample sample = Configs.load(file, Map.of(), Sample.class);

    // Then
    assertThat(sample)
        .isEqualTo(
            new Sample(
                "007",
                false,
                1,
                2,
                1.0,
                Duration.ofSeconds(1),
                Optional.of(directory.resolve("secrets/pw")),
                Optional.of(URI.create("http://127.0.0.1:4318")),
                Sample.Level.ONE,
                Optional.of(Redacted.of("hunter2")),
                List.of("a", "b"),
                Set.of(Sample.Level.ONE, Sample.Level.LOCAL_QUORUM),
                Map.of("env", "prod", "Odd Name", "x"),
                new Sample.Http("127.0.0.1", 80),
                Optional.of(new Sample.Tls(Path.of("/etc/x.pem"))),
                new Sample.ConsulHttp(85),
                List.of(
                    new Sample.Route(
                        "r1",
                        List.of(new Sample.Route("r2", List.of(), Map.of())),
                        Map.of("front", new Sample.Http("127.0.0.1", 7))))));
  }

  @Test
  void keys_notGiven_haveTheirDefaults() {
    Sample sample = Configs.parse("name: x", "sample.yaml", Map.of(), Sample.class);

    assertThat(sample)
        .isEqualTo(
            new Sample(
                "x",
                true,
                9042,
                1L << 40,
                0.25,
                Duration.ofSeconds(90),
                Optional.empty(),
                Optional.empty(),
                Sample.Level.LOCAL_QUORUM,
                Optional.empty(),
                List.of("127.0.0.1"),
                Set.of(),
                Map.of(),
                new Sample.Http("127.0.0.1", 0),
                Optional.empty(),
                new Sample.None(),
                List.of()));
  }

  @Test
  void keys_withoutAValue_countAsNotGiven() {
    String yaml = "name: x\nport:\nhttp:\n  # all commented out\ntls: ~\nlabels: null\nroutes:\n";

    assertThat(Configs.parse(yaml, "s", Map.of(), Sample.class))
        .isEqualTo(Configs.parse("name: x", "s", Map.of(), Sample.class));
  }

  @Test
  void process_withoutFile_isConfiguredByEnvironment() {
    // Given
    var environment =
        Map.of(
            "ARAMAKI_NAME", "x",
            "ARAMAKI_HTTP_PORT", "8080",
            "ARAMAKI_CONTACT_POINTS_0", "h0",
            "ARAMAKI_CONTACT_POINTS_1", "h1",
            "ARAMAKI_TLS_CERTIFICATE", "c.pem",
            "ARAMAKI_FINDER_KIND", "list-finder",
            "ARAMAKI_FINDER_HOSTS_0", "f0",
            "ARAMAKI_ROUTES_0_RECEIVER", "r",
            "ARAMAKI_ROUTES_0_ROUTES_0_RECEIVER", "rr",
            "PATH", "/bin");

    // When
    Sample sample = Configs.load(Optional.empty(), environment, Sample.class);

    // Then
    assertThat(sample.name()).isEqualTo("x");
    assertThat(sample.http().port()).isEqualTo(8080);
    assertThat(sample.contactPoints()).containsExactly("h0", "h1");
    assertThat(sample.tls()).contains(new Sample.Tls(Path.of("c.pem")));
    assertThat(sample.finder()).isEqualTo(new Sample.ListFinder(List.of("f0")));
    assertThat(sample.routes().getFirst().routes().getFirst().receiver()).isEqualTo("rr");
  }

  @Test
  void environment_overAFile_changesOnlyWhatItNames() {
    // Given
    var environment =
        Map.of(
            "ARAMAKI_PORT", "5",
            "ARAMAKI_CONTACT_POINTS_1", "other",
            "ARAMAKI_CONTACT_POINTS_2", "third",
            "ARAMAKI_LABELS_ODD_NAME", "y",
            "ARAMAKI_FINDER_PORT", "86",
            "ARAMAKI_ROUTES_0_DOORS_FRONT_PORT", "9",
            "ARAMAKI_TIMEOUT", "");

    // When
    Sample sample = Configs.parse(FULL, "s", environment, Sample.class);

    // Then
    assertThat(sample.port()).isEqualTo(5);
    assertThat(sample.contactPoints()).containsExactly("a", "other", "third");
    assertThat(sample.labels()).isEqualTo(Map.of("env", "prod", "Odd Name", "y"));
    assertThat(sample.finder()).isEqualTo(new Sample.ConsulHttp(86));
    assertThat(sample.routes().getFirst().doors())
        .isEqualTo(Map.of("front", new Sample.Http("127.0.0.1", 9)));
    assertThat(sample.timeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(sample.http().port()).isEqualTo(80);
  }

  @Test
  void kind_givenAsAWord_takesItsDefaults() {
    Sample sample = Configs.parse("name: x\nfinder: consul-http", "s", Map.of(), Sample.class);

    assertThat(sample.finder()).isEqualTo(new Sample.ConsulHttp(8500));
  }

  @Test
  void collections_bound_cannotBeChanged() {
    Sample sample = Configs.parse(FULL, "s", Map.of(), Sample.class);

    assertThat(sample.contactPoints()).isUnmodifiable();
    assertThat(sample.labels()).isUnmodifiable();
  }

  @Test
  void secret_shown_isMasked() {
    assertThat(Configs.parse(FULL, "s", Map.of(), Sample.class).toString())
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({"250ms,250", "10s,10000", "5m,300000", "1h30m,5400000", "1d,86400000", "0s,0"})
  void duration_inPeoplesForm_isRead(String text, long millis) {
    assertThat(Scalars.duration(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void description_ofARecord_listsAllKeys() {
    assertThat(Configs.describe(Sample.class))
        .isEqualTo(
            """
            name  text, required
                What it is called.
            enabled  true or false, default true
            port  whole number, default 9042
            bytes-max  whole number, default 1099511627776
            sample-ratio  number, default 0.25
            timeout  duration such as 250ms, 10s, 1h30m or PT1S, default 1m30s
                How long to wait.
            password-file  path, optional
            otlp-endpoint  absolute URI such as http://127.0.0.1:4318, optional
            level  one|local-quorum, default local-quorum
            secret  secret text, optional
            contact-points  list of text, default [127.0.0.1]
            levels  list of one|local-quorum
            labels  map of names to text
            http.host  text, default 127.0.0.1
            http.port  whole number, default 0
            tls  section, optional
            tls.certificate  path, required
            finder  section with kind none|list-finder|consul-http, default none
            finder(list-finder).hosts  list of text
            finder(consul-http).port  whole number, default 8500
            routes  list of section
            routes[].receiver  text, required
            routes[].routes  list of section
            routes[].routes[].…  as above
            routes[].doors  map of names to section
            routes[].doors.{name}.host  text, default 127.0.0.1
            routes[].doors.{name}.port  whole number, default 0
            """);
  }
}
